import { type FormEvent, useId, useState } from 'react'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ProgramScope } from '#shared/model/program.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { TextField } from '../../../ui/field.tsx'
import { AccountsChoice } from './accounts-choice.tsx'
import { ScopeChoice } from './scope-choice.tsx'
import { SetUp } from './set-up.tsx'

/** Lets a program in, and then shows its token, this once. Mounted while open. */
export function AllowDialog(props: { onTurnOn: () => void; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const form = useId()
  const allow = useAction()
  const [typed, setTyped] = useState('')
  const [scope, setScope] = useState<ProgramScope>('draft')
  const [accounts, setAccounts] = useState<readonly AccountId[] | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const name = typed.trim()
  const isReady = name !== '' && accounts?.length !== 0 && !allow.busy

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    const wanted = { name, scope, accounts: accounts === null ? null : [...accounts] }
    void allow.run(async () => setToken((await client.request('programs.allow', wanted)).token))
  }

  return (
    <Dialog
      open
      // where one begins is another place once the token is there
      key={token === null ? 'ask' : 'token'}
      title={t('programs.allowing.title')}
      onClose={props.onClose}
      width="medium"
      footer={
        token === null ? (
          <>
            <Button onClick={props.onClose}>{t('action.cancel')}</Button>
            <Button look="primary" type="submit" form={form} disabled={!isReady}>
              {t('programs.allowing.confirm')}
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={props.onClose}>
            {t('programs.allowing.done')}
          </Button>
        )
      }
    >
      {token === null ? (
        <form id={form} onSubmit={submit} className="flex flex-col gap-5">
          <TextField
            label={t('programs.allowing.name')}
            hint={t('programs.allowing.nameHint')}
            value={typed}
            maxLength={MAX_NAME}
            onChange={(event) => setTyped(event.target.value)}
          />
          <ScopeChoice value={scope} onChange={setScope} />
          <AccountsChoice value={accounts} onChange={setAccounts} />
          {allow.error ? <ErrorLine code={allow.error} /> : null}
        </form>
      ) : (
        <SetUp name={name} token={token} onTurnOn={props.onTurnOn} />
      )}
    </Dialog>
  )
}
