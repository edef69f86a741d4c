import { Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { type Action, useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { accountName } from '../../words/names.ts'
import { CodeCard } from './code-card.tsx'

export interface AddAccountProps {
  /** The account that signs in again; null for new ones. */
  accountId: AccountId | null
  /** `done` says that the operator finished a sign-in, not merely left. */
  onClose: (done: boolean) => void
}

/** The dialog with the sign-in codes. Mounted while it is open. */
export function AddAccount({ accountId, onClose }: AddAccountProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const all = useReplica((replica) => replica.signIns)
  const accounts = useReplica((replica) => replica.accounts)
  const starting = useAction()
  const closing = useAction()
  const [own, setOwn] = useState<SignInId | null>(null)
  const [aliases, setAliases] = useState<ReadonlyMap<SignInId, string>>(new Map())

  const shown = [...all.values()]
    .filter((signIn) => accountId === null || signIn.id === own)
    .sort((a, b) => a.number - b.number)
  const finished = shown.filter((signIn) => signIn.status === 'signed-in')
  const start = useStart(starting, accountId, setOwn)
  useFirstCode(all, accountId, start, setOwn)

  const account = accountId === null ? undefined : accounts.get(accountId)
  const aliasOf = (signIn: SignIn): string =>
    aliases.get(signIn.id) ?? (signIn.accountId ? accounts.get(signIn.accountId)?.alias : null) ?? ''

  async function done(): Promise<void> {
    const saved = await closing.run(async () => {
      for (const signIn of finished) {
        if (signIn.accountId === null) continue
        await client.request('accounts.setAlias', { id: signIn.accountId, alias: aliasOf(signIn) })
      }
    })
    if (saved) leave(true)
  }

  /** What is over is cleared away; open codes go on and show again the next time. */
  function leave(finishedHere: boolean): void {
    for (const signIn of shown) {
      if (signIn.ended || signIn.status === 'signed-in') {
        client.request('signIn.dismiss', { id: signIn.id }).catch(() => undefined)
      }
    }
    onClose(finishedHere)
  }

  return (
    <Dialog
      open
      width="wide"
      title={account ? t('addAccount.again', { name: accountName(account, t) }) : t('addAccount.title')}
      name={t('addAccount.title')}
      onClose={() => leave(finished.length > 0)}
      footer={
        <>
          {accountId === null ? (
            <Button className="mr-auto" disabled={starting.busy} onClick={() => void start()}>
              <Plus size={14} aria-hidden />
              {t('addAccount.anotherCode')}
            </Button>
          ) : null}
          {finished.length > 0 ? (
            <Button look="primary" disabled={closing.busy} onClick={() => void done()}>
              {t('addAccount.done')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {shown.map((signIn) => (
          <CodeCard
            key={signIn.id}
            signIn={signIn}
            single={shown.length === 1}
            alias={aliasOf(signIn)}
            onAlias={(alias) => setAliases(new Map(aliases).set(signIn.id, alias))}
            onDone={() => void done()}
          />
        ))}
        {shown.length === 0 && !starting.error ? (
          <p role="status">{t('addAccount.status.starting')}</p>
        ) : null}
        {starting.error ? (
          <div className="flex flex-col items-start gap-3">
            <ErrorLine code={starting.error} />
            <Button onClick={() => void start()}>{t('action.tryAgain')}</Button>
          </div>
        ) : null}
        {closing.error ? <ErrorLine code={closing.error} /> : null}
      </div>
    </Dialog>
  )
}

function useStart(starting: Action, accountId: AccountId | null, onStarted: (id: SignInId) => void) {
  const { client } = useServices()
  return async () => {
    await starting.run(async () => {
      const { id } = await client.request('signIn.start', { label: null, accountId })
      onStarted(id)
    })
  }
}

/** Opening shows what is running; where nothing is, it starts the first code. Once per opening. */
function useFirstCode(
  all: ReadonlyMap<SignInId, SignIn>,
  accountId: AccountId | null,
  start: () => Promise<void>,
  onFound: (id: SignInId) => void,
): void {
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const running = [...all.values()].filter((signIn) => accountId === null || signIn.accountId === accountId)
    const [first] = running
    if (first) onFound(first.id)
    else void start()
  })
}
