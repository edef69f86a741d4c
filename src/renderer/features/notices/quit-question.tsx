import type { InputOf } from '#shared/contract/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Alert } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Asks before quitting while messages are being sent or scheduled (P15). */
export function QuitQuestion() {
  const { t } = useTranslation()
  const { client } = useServices()
  const answer = useAction()
  const asked = useReplica((replica) => replica.app.quitAsked)
  const { sends, scheduled, broadcasts } = asked ?? { sends: 0, scheduled: 0, broadcasts: 0 }
  const choose = (choice: InputOf<'app.answerQuit'>['choice']) =>
    void answer.run(() => client.request('app.answerQuit', { choice }))
  return (
    <Alert
      open={asked !== null}
      title={
        sends > 0
          ? t('diagnostics.quit.title', { count: sends })
          : scheduled > 0
            ? t('diagnostics.quit.scheduledTitle', { count: scheduled })
            : t('diagnostics.quit.broadcastsTitle', { count: broadcasts })
      }
      onEscape={() => choose('keep-open')}
      actions={
        <>
          <Button disabled={answer.busy} onClick={() => choose('keep-open')}>
            {t('diagnostics.quit.keep')}
          </Button>
          <Button look="danger" disabled={answer.busy} onClick={() => choose('quit')}>
            {t('diagnostics.quit.anyway')}
          </Button>
        </>
      }
    >
      {sends > 0 ? <p>{t('diagnostics.quit.body')}</p> : null}
      {scheduled > 0 ? <p>{t('diagnostics.quit.scheduled', { count: scheduled })}</p> : null}
      {broadcasts > 0 ? <p>{t('diagnostics.quit.broadcasts', { count: broadcasts })}</p> : null}
      {answer.error ? <ErrorLine code={answer.error} className="mt-2" /> : null}
    </Alert>
  )
}
