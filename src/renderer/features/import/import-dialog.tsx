import { TriangleAlert } from 'lucide-react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { CandidateTable } from './candidate-table.tsx'
import { FolderForm } from './folder-form.tsx'
import { OutcomeList } from './outcome-list.tsx'
import { useImport } from './use-import.ts'

/** Copies accounts of WeiLink and OpenClaw: a folder, what is in it, what became of it. Mounted while open. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { step, action, ...work } = useImport()
  return (
    <Dialog
      open
      width="wide"
      title={t('importing.title')}
      onClose={onClose}
      footer={
        step.at === 'results' ? (
          <Button look="primary" onClick={onClose}>
            {t('importing.done')}
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button
              look="primary"
              disabled={step.at !== 'preview' || step.chosen.size === 0 || action.busy}
              onClick={() => void work.run()}
            >
              {t('importing.run')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {step.at === 'results' ? (
          <OutcomeList candidates={step.candidates} outcomes={step.outcomes} />
        ) : (
          <>
            <OnePoller />
            <FolderForm
              busy={action.busy}
              onPreview={(folder) => void work.preview(folder)}
              onChange={work.forget}
            />
            {step.at === 'preview' ? (
              <CandidateTable candidates={step.candidates} chosen={step.chosen} onChoose={work.choose} />
            ) : null}
          </>
        )}
        {action.error ? <ErrorLine code={action.error} /> : null}
      </div>
    </Dialog>
  )
}

/** Two programs that poll one account take each other's messages (design 10). */
function OnePoller() {
  const { t, gap } = useTranslation()
  return (
    <div className="flex items-start gap-2 rounded-card bg-warn-wash p-3 text-preview">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <p>
        {t('importing.onePoller')}
        {gap}
        <span className="text-soft">{t('importing.untouched')}</span>
      </p>
    </div>
  )
}
