import { useState } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { type Action, useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RepeatItems } from './repeat-items.tsx'
import { askWords, broadcastTitle, dueWords, momentWords, progressWords, shareOf } from './run-words.ts'
import { BroadcastStateWord } from './state-word.tsx'

const CELL = 'border-b px-3 py-2 align-top text-preview leading-6'

export interface BroadcastRowProps {
  broadcast: BroadcastSummary
  action: Action
  onOpenDraft: (id: BroadcastId) => void
  onOpenRun: (id: BroadcastId) => void
}

/** One draft or run of the list. */
export function BroadcastRow(props: BroadcastRowProps) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { broadcast } = props
  const { id, state, scheduled } = broadcast
  const title = broadcastTitle(broadcast, t)
  const at = broadcast.startedAt ?? broadcast.createdAt
  const time = momentWords(at, now, formats)
  const why = askWords(broadcast, now, t, formats)
  const open = () => (state === 'draft' ? props.onOpenDraft(id) : props.onOpenRun(id))
  return (
    <tr>
      <th scope="row" className={`${CELL} max-w-80 pl-1 text-left font-normal`}>
        <button
          type="button"
          data-broadcast={id}
          onClick={open}
          className="-my-0.5 min-h-7 max-w-full rounded-control px-2 text-left font-medium hover:bg-sunken"
        >
          <bdi className="line-clamp-2 [overflow-wrap:anywhere]">{title}</bdi>
        </button>
      </th>
      <td className={CELL}>
        <BroadcastStateWord broadcast={broadcast} />
        {why !== null ? <p className="mt-0.5 max-w-[44ch] text-meta text-soft">{why}</p> : null}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
          {broadcast.startedAt === null ? t('broadcasts.created', { time }) : time}
        </time>
        {scheduled !== null && broadcast.reason === null ? (
          <p className="text-meta text-soft">
            {t('broadcasts.scheduled.starts', { time: dueWords(scheduled.due, now, formats) })}
          </p>
        ) : null}
      </td>
      <td className={CELL}>
        {broadcast.startedAt === null ? null : <Progress broadcast={broadcast} title={title} />}
      </td>
      <td className="border-b px-3 py-1 align-top">
        <div className="flex justify-end">
          <RowMenu {...props} title={title} onOpen={open} />
        </div>
      </td>
    </tr>
  )
}

function Progress({ broadcast, title }: { broadcast: BroadcastSummary; title: string }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { total, done } = shareOf(broadcast.counts)
  const words = progressWords(broadcast.counts, false, t, formats)
  return (
    <>
      <span>{words}</span>
      <ProgressBar
        label={t('broadcasts.progress.label', { title })}
        share={total === 0 ? 1 : done / total}
        words={words}
        className="mt-1"
      />
    </>
  )
}

/** What can be done about a row: a draft is deleted; a run is repeated, and put away or deleted once it has ended. */
function RowMenu(props: BroadcastRowProps & { title: string; onOpen: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { broadcast, action } = props
  const [asking, setAsking] = useState(false)
  const { id, state, isArchived } = broadcast
  const hasEnded = state === 'finished' || state === 'cancelled'
  const words = hasEnded ? 'deletingRun' : 'deleting'
  const archive = () => action.run(() => client.request('broadcasts.archive', { id, archived: !isArchived }))
  return (
    <>
      <Menu label={t('broadcasts.actionsFor', { title: props.title })}>
        <MenuItem onSelect={props.onOpen}>{t('broadcasts.open')}</MenuItem>
        {state === 'draft' ? (
          <MenuItem danger onSelect={() => setAsking(true)}>
            {t('broadcasts.delete')}
          </MenuItem>
        ) : state === 'scheduled' ? null : (
          <RepeatItems broadcast={broadcast} action={action} onOpenDraft={props.onOpenDraft} />
        )}
        {hasEnded ? (
          <>
            <MenuItem onSelect={() => void archive()}>
              {t(isArchived ? 'broadcasts.unarchive' : 'broadcasts.archive')}
            </MenuItem>
            <MenuItem danger onSelect={() => setAsking(true)}>
              {t('broadcasts.delete')}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      <Confirm
        open={asking}
        title={t(`broadcasts.${words}.title`)}
        body={t(`broadcasts.${words}.body`)}
        confirm={t(`broadcasts.${words}.confirm`)}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void action.run(() =>
            client.request(hasEnded ? 'broadcasts.removeRun' : 'broadcasts.removeDraft', { id }),
          )
        }}
      />
    </>
  )
}
