import type { BroadcastId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AfterAMoment, ErrorLine } from '../../ui/feedback.tsx'
import { DraftDialog } from './draft-dialog.tsx'
import { useOpened } from './use-opened.ts'

export interface NewBroadcastProps {
  /** The draft to be worked on; null begins a new one. */
  draft: BroadcastId | null
  /** Whom a new one is for at first. */
  choice: RecipientChoice
  onClose: () => void
  /** It was started and can be followed. */
  onStarted: (id: BroadcastId) => void
}

/** The dialog in which a broadcast is written, its recipients are chosen and its plan is looked at (P13). */
export function NewBroadcast(props: NewBroadcastProps) {
  return <Opening key={props.draft ?? 'new'} {...props} />
}

function Opening({ draft, choice, onClose, onStarted }: NewBroadcastProps) {
  const { t } = useTranslation()
  const opened = useOpened(draft, choice)
  if (opened.kind === 'open') {
    return <DraftDialog id={draft} start={opened.draft} onClose={onClose} onStarted={onStarted} />
  }
  return (
    <Dialog open title={t('broadcastDraft.title')} onClose={onClose} width="widest">
      {opened.kind === 'failed' ? (
        <ErrorLine code={opened.error} />
      ) : (
        <AfterAMoment>
          <p role="status" className="text-soft">
            {t('screen.loading')}
          </p>
        </AfterAMoment>
      )}
    </Dialog>
  )
}
