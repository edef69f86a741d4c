import { useEffect, useRef, useState } from 'react'
import type { AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { type Action, useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { AnotherCode } from './another-code.tsx'
import { CodeCard } from './code-card.tsx'
import { CodeHints } from './code-hints.tsx'

/** Several codes stand side by side where there is room. */
const MANY = 'grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] items-start gap-x-6 gap-y-8'

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
  const signedIn = shown.filter((signIn) => signIn.status === 'signed-in')
  const isFinished = shown.some(({ status }) => status === 'signed-in' || status === 'already-connected')
  const start = useStart(starting, accountId, setOwn)
  useFirstCode(all, accountId, start, setOwn)

  const account = accountId === null ? undefined : accounts.get(accountId)
  const aliasOf = (signIn: SignIn): string =>
    aliases.get(signIn.id) ??
    (signIn.accountId ? accounts.get(signIn.accountId)?.alias : null) ??
    signIn.label ??
    ''

  async function saveAlias(signIn: SignIn): Promise<void> {
    if (signIn.accountId === null) return
    await client.request('accounts.setAlias', { id: signIn.accountId, alias: aliasOf(signIn) })
  }

  async function done(): Promise<void> {
    const saved = await closing.run(async () => {
      for (const signIn of signedIn) await saveAlias(signIn)
    })
    if (saved) leave(true)
  }

  /** Enter names one account; it is also `Done` once nothing else is going on here. */
  async function enterAlias(signIn: SignIn): Promise<boolean> {
    if (shown.some(({ ended }) => !ended)) return await closing.run(() => saveAlias(signIn))
    await done()
    return false
  }

  /** What is over is cleared away; open codes go on and show again the next time. */
  function leave(finishedHere: boolean): void {
    for (const signIn of shown) {
      if (signIn.ended) {
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
      onClose={() => leave(signedIn.length > 0)}
      footer={
        accountId === null || isFinished ? (
          <>
            {accountId === null ? <AnotherCode busy={starting.busy} onStart={() => void start()} /> : null}
            {isFinished ? (
              <Button look="primary" disabled={closing.busy} onClick={() => void done()}>
                {t('addAccount.done')}
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <div className="flex flex-col gap-6">
        {shown.length > 1 ? <CodeHints /> : null}
        <div className={shown.length > 1 ? MANY : undefined}>
          {shown.map((signIn) => (
            <CodeCard
              key={signIn.id}
              signIn={signIn}
              single={shown.length === 1}
              isNew={accountId === null}
              fresh={shown.length > 1 && signIn.id === own}
              alias={aliasOf(signIn)}
              onAlias={(alias) => setAliases(new Map(aliases).set(signIn.id, alias))}
              onEnterAlias={() => enterAlias(signIn)}
            />
          ))}
        </div>
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
  return () =>
    starting.run(async () => {
      const { id } = await client.request('signIn.start', { label: null, accountId })
      onStarted(id)
    })
}

/** Opening shows what is running; where nothing is, it starts the first code. Once per opening. */
function useFirstCode(
  all: ReadonlyMap<SignInId, SignIn>,
  accountId: AccountId | null,
  start: () => Promise<boolean>,
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
