import type { InputOf } from '#shared/contract/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Alert } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Asks what to do where the system protects secrets only weakly (P9). It has to be answered. */
export function WeakProtection() {
  const { t } = useTranslation()
  const { client } = useServices()
  const answer = useAction()
  const asked = useReplica((replica) => replica.app.protection === 'ask')
  const choose = (choice: InputOf<'vault.answer'>['choice']) =>
    void answer.run(() => client.request('vault.answer', { choice }))
  return (
    <Alert
      open={asked}
      title={t('notice.weak.title')}
      actions={
        <>
          <Button disabled={answer.busy} onClick={() => choose('session-only')}>
            {t('notice.weak.session')}
          </Button>
          <Button look="primary" disabled={answer.busy} onClick={() => choose('store-anyway')}>
            {t('notice.weak.store')}
          </Button>
        </>
      }
    >
      <p>{t('notice.weak.body')}</p>
      <p className="mt-2">{t('notice.weak.advice')}</p>
      {answer.error ? <ErrorLine code={answer.error} className="mt-2" /> : null}
    </Alert>
  )
}
