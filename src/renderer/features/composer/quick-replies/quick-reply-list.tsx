import { useEffect, useMemo } from 'react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import type { QuickValues } from '#shared/text/quick-reply-words.ts'
import { keyWords } from '../../../formatting/key-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { keysOf } from '../../../parts/keys/shortcuts.ts'
import { groupsOf } from '../../../parts/quick-replies/groups.ts'
import { replyCost } from '../../../parts/quick-replies/reply-cost.ts'
import { ReplyGist } from '../../../parts/quick-replies/reply-gist.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Keys } from '../../../ui/keys.tsx'
import { optionId, type QuickReplyListState } from './use-quick-replies.ts'

/** The quick replies that fit what was typed, above the box; the focus stays in the box. */
export function QuickReplyList({ list, left }: { list: QuickReplyListState; left: number }) {
  const { t } = useTranslation()
  const platform = useReplica((replica) => replica.app.platform)
  const settings = useReplica((replica) => replica.settings)
  const { found, typed, isEmpty, active } = list
  const keys = keysOf('send', settings)
    .map((combination) => keyWords(combination, platform).join('+'))
    .join()
  return (
    <div className="appear absolute inset-x-4 bottom-full z-20 mb-2 flex max-h-[min(18rem,45vh)] flex-col overflow-hidden rounded-card border bg-raised shadow-float">
      {found.replies.length > 0 ? (
        <>
          <Options list={list} left={left} />
          <p className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t px-3 py-1.5 text-meta text-soft">
            {found.hasMore ? <span>{t('quickReply.more')}</span> : null}
            <Hint keys="Enter" words={t('quickReply.keys.insert')} platform={platform} />
            <Hint keys="Mod+Enter" words={t('quickReply.keys.send')} platform={platform} />
            <Hint keys="Escape" words={t('quickReply.keys.close')} platform={platform} />
          </p>
          <p role="status" className="sr-only">
            {active ? t('quickReply.found', { count: found.replies.length }) : null}
          </p>
        </>
      ) : (
        <p role="status" className="px-3 py-2.5 text-preview text-soft">
          {isEmpty ? t('quickReply.empty') : t('quickReply.none', { typed, keys })}
        </p>
      )}
    </div>
  )
}

function Hint({ keys, words, platform }: { keys: string; words: string; platform: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Keys keys={[keys]} platform={platform} />
      {words}
    </span>
  )
}

function Options({ list, left }: { list: QuickReplyListState; left: number }) {
  const { t } = useTranslation()
  const { id, found, typed, active, values } = list
  const activeId = active === undefined ? null : optionId(id, active)

  useEffect(() => {
    if (activeId !== null) document.getElementById(activeId)?.scrollIntoView?.({ block: 'nearest' })
  }, [activeId])

  const option = (reply: QuickReply) => (
    <Option
      key={reply.id}
      id={optionId(id, reply)}
      reply={reply}
      values={values}
      left={left}
      group={typed === '' ? '' : reply.group}
      isActive={reply === active}
      onPoint={() => list.onPoint(reply)}
      onTake={(isAtOnce) => list.onTake(reply, isAtOnce)}
    />
  )
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('quickReply.title')}
      tabIndex={-1}
      // The box keeps the focus, whatever is pressed here.
      onMouseDown={(event) => event.preventDefault()}
      className="min-h-0 overflow-y-auto p-1 outline-none"
    >
      {typed === ''
        ? groupsOf(found.replies).map(({ name, replies }) =>
            name === '' ? (
              replies.map(option)
            ) : (
              <fieldset key={name} aria-label={name} className="min-w-0">
                <p aria-hidden className="truncate px-2 pt-2 pb-0.5 text-meta text-soft">
                  {name}
                </p>
                {replies.map(option)}
              </fieldset>
            ),
          )
        : found.replies.map(option)}
    </div>
  )
}

interface OptionProps {
  id: string
  reply: QuickReply
  values: QuickValues
  left: number
  /** Empty where the list says it. */
  group: string
  isActive: boolean
  onPoint: () => void
  onTake: (isAtOnce: boolean) => void
}

function Option({ id, reply, values, left, group, isActive, onPoint, onTake }: OptionProps) {
  const { t } = useTranslation()
  const cost = useMemo(() => replyCost(reply, values), [reply, values])
  return (
    <button
      id={id}
      type="button"
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onMouseMove={isActive ? undefined : onPoint}
      onClick={(event) => onTake(event.ctrlKey || event.metaKey)}
      className={classNames(
        'block w-full cursor-default rounded-control px-2 py-1 text-left',
        isActive && 'bg-accent-tint',
      )}
    >
      <span className="flex items-baseline gap-3">
        <span className="min-w-0 flex-1 truncate font-medium">
          <bdi>{reply.title}</bdi>
          {group === '' ? null : <span className="pl-2 font-normal text-meta text-soft">{group}</span>}
        </span>
        <span className={classNames('shrink-0 text-meta', cost > left ? 'text-danger' : 'text-soft')}>
          {t('quickReply.cost', { count: cost })}
        </span>
      </span>
      <ReplyGist reply={reply} values={values} />
    </button>
  )
}
