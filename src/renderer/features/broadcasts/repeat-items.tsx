import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { Action } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { shareOf } from './run-words.ts'

/** The ways to make a new draft out of a run. */
export function RepeatItems(props: {
  broadcast: BroadcastSummary
  action: Action
  onOpenDraft: (id: BroadcastId) => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { broadcast, action, onOpenDraft } = props
  const { id, state, counts } = broadcast
  // As long as a run can go on by itself, whom it did not reach is not known.
  const hasEnded = state === 'finished' || state === 'cancelled'
  const repeat = (which: 'all' | 'unreached') =>
    void action.run(async () => {
      onOpenDraft((await client.request('broadcasts.repeat', { id, which })).id)
    })
  return (
    <>
      <MenuItem onSelect={() => repeat('all')}>{t('broadcasts.repeat.all')}</MenuItem>
      <MenuItem
        disabled={!hasEnded || broadcast.startedAt === null || counts.accepted === shareOf(counts).total}
        onSelect={() => repeat('unreached')}
      >
        {t('broadcasts.repeat.unreached')}
      </MenuItem>
    </>
  )
}
