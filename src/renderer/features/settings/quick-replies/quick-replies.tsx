import { useMemo, useState } from 'react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { groupsOf, type QuickReplyGroup } from '../../../parts/quick-replies/groups.ts'
import { useAction, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { useNameMatch } from '../../../store/use-name-match.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { INPUT_CLASS } from '../../../ui/field.tsx'
import { Toast, ToastAction } from '../../../ui/toast.tsx'
import { Editor } from './editor.tsx'
import { Exchange } from './exchange.tsx'
import { RenameGroup } from './rename-group.tsx'
import { ReplyRow } from './reply-row.tsx'

/** So many rows are drawn; more when they are asked for. */
const ROWS = 100
/** From so many on there is a field to find one. */
const MANY = 8

type Asked = { kind: 'edit'; reply: QuickReply | null } | { kind: 'rename'; group: string }

/** All quick replies by their groups: written, ordered, taken away. */
export function QuickReplySettings() {
  const { t } = useTranslation()
  const { client } = useServices()
  const all = useReplica((replica) => replica.quickReplies)
  const matches = useNameMatch()
  const action = useAction()
  const [typed, setTyped] = useState('')
  const [rows, setRows] = useState(ROWS)
  const [asked, setAsked] = useState<Asked | null>(null)
  const [removed, setRemoved] = useState<QuickReply | null>(null)
  const groups = useMemo(() => groupsOf(all.values()), [all])
  const found = useMemo(() => {
    if (typed.trim() === '') return groups
    const isFound = ({ title, group, items }: QuickReply) =>
      [title, group].some((words) => matches(words, typed)) ||
      items.some((item) => (item.kind === 'text' ? item.text : item.name).includes(typed.trim()))
    return groups.map(({ name, replies }) => ({ name, replies: replies.filter(isFound) }))
  }, [groups, typed, matches])
  const { shown, hidden } = firstOf(found, rows)

  function remove(reply: QuickReply): void {
    void action
      .run(() => client.request('quickReplies.remove', { id: reply.id }))
      .then((isDone) => isDone && setRemoved(reply))
  }

  function restore({ id }: QuickReply): void {
    setRemoved(null)
    void action.run(() => client.request('quickReplies.restore', { id }))
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="text-preview text-soft">{t('quickReply.settings.intro')}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" onClick={() => setAsked({ kind: 'edit', reply: null })}>
          {t('quickReply.settings.add')}
        </Button>
        <Exchange isEmpty={all.size === 0} />
      </div>
      {all.size >= MANY ? (
        <input
          type="search"
          aria-label={t('quickReply.settings.find')}
          placeholder={t('quickReply.settings.find')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={INPUT_CLASS}
        />
      ) : null}
      {action.error ? <ErrorLine code={action.error} /> : null}
      {all.size > 0 && shown.length === 0 ? (
        <p role="status" className="text-soft">
          {t('quickReply.settings.nothingFound')}
        </p>
      ) : null}
      {shown.map(({ name, replies }) => (
        <section key={name} aria-label={name === '' ? t('quickReply.settings.ungrouped') : name}>
          {name === '' ? null : (
            <div className="flex items-center gap-2">
              <h3 className="min-w-0 truncate text-preview font-medium">{name}</h3>
              <Button size="small" look="quiet" onClick={() => setAsked({ kind: 'rename', group: name })}>
                {t('quickReply.settings.renameGroup')}
              </Button>
            </div>
          )}
          <ul className="mt-1 divide-y rounded-card border">
            {replies.map((reply, index) => (
              <ReplyRow
                key={reply.id}
                reply={reply}
                isFirst={index === 0}
                isLast={index === replies.length - 1}
                canMove={typed.trim() === ''}
                onEdit={() => setAsked({ kind: 'edit', reply })}
                onMove={(where) =>
                  void action.run(() => client.request('quickReplies.move', { id: reply.id, where }))
                }
                onRemove={() => remove(reply)}
              />
            ))}
          </ul>
        </section>
      ))}
      {hidden > 0 ? (
        <Button className="self-start" onClick={() => setRows(rows + ROWS)}>
          {t('quickReply.settings.showMore', { count: Math.min(hidden, ROWS) })}
        </Button>
      ) : null}
      {asked?.kind === 'edit' ? <Editor reply={asked.reply} onClose={() => setAsked(null)} /> : null}
      {asked?.kind === 'rename' ? <RenameGroup group={asked.group} onClose={() => setAsked(null)} /> : null}
      {removed ? (
        <Toast
          key={removed.id}
          onClose={() => setRemoved(null)}
          action={<ToastAction onSelect={() => restore(removed)}>{t('desk.undo')}</ToastAction>}
        >
          {t('quickReply.settings.removed', { title: removed.title })}
        </Toast>
      ) : null}
    </div>
  )
}

/** The first rows of groups that have some, and how many there are behind them. */
function firstOf(groups: readonly QuickReplyGroup[], count: number) {
  const shown: QuickReplyGroup[] = []
  let left = count
  let hidden = 0
  for (const { name, replies } of groups) {
    const first = replies.slice(0, left)
    if (first.length > 0) shown.push({ name, replies: first })
    left -= first.length
    hidden += replies.length - first.length
  }
  return { shown, hidden }
}
