import { CircleCheck, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { SignIn, SignInStatus } from '#shared/model/sign-in.ts'
import { unreachable } from '#shared/unreachable.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { AliasField } from './alias-field.tsx'
import { CodeHints } from './code-hints.tsx'
import { CodePicture } from './code-picture.tsx'
import { Countdown } from './countdown.tsx'
import { LabelField } from './label-field.tsx'
import { PairingCode } from './pairing-code.tsx'

const TONE: Record<SignInStatus, string> = {
  starting: 'text-soft',
  waiting: 'text-ink',
  scanned: 'text-accent',
  'need-code': 'text-warn',
  'wrong-code': 'text-danger',
  blocked: 'text-danger',
  expired: 'text-warn',
  moved: 'text-soft',
  'already-connected': 'text-accent',
  'not-allowed': 'text-danger',
  unreachable: 'text-warn',
  'signed-in': 'text-accent',
  failed: 'text-danger',
}

export interface CodeCardProps {
  signIn: SignIn
  /** The only code of the dialog is drawn beside its words and cannot be removed alone. */
  single: boolean
  /** It is for a new account, which has no name yet. */
  isNew: boolean
  /** It was just asked for, and is brought into view. */
  fresh: boolean
  /** What stands in the alias field once signed in. */
  alias: string
  onAlias: (alias: string) => void
  onEnterAlias: () => Promise<boolean>
}

/** One sign-in code with its status, from the first picture to the account's name. */
export function CodeCard({ signIn, single, isNew, fresh, alias, onAlias, onEnterAlias }: CodeCardProps) {
  const { t } = useTranslation()
  const { client, ui } = useServices()
  const action = useAction()
  const [large, setLarge] = useState(false)
  const { id, number, label, status, accountId } = signIn
  const name =
    label === null ? t('addAccount.code', { number }) : t('addAccount.codeLabelled', { number, label })
  const signedIn = status === 'signed-in'
  const connected = status === 'already-connected'
  const succeeded = signedIn || connected
  const hasExpired = useHasExpired(status)
  const card = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (fresh) card.current?.scrollIntoView({ block: 'nearest' })
  }, [fresh])
  return (
    <fieldset
      ref={card}
      aria-label={name}
      className={classNames('flex min-w-0 flex-col gap-3 border-0 p-0', large && !single && 'col-span-full')}
    >
      {single ? null : (
        <div className="flex items-center justify-between gap-2 border-b pb-1">
          <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{name}</span>
          <IconButton
            label={t('addAccount.remove', { number })}
            onClick={() => void action.run(() => client.request('signIn.dismiss', { id }))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className={classNames('flex gap-x-6 gap-y-4', single ? 'flex-wrap items-start' : 'flex-col')}>
        {signIn.ended ? null : (
          <CodePicture content={signIn.qrContent} number={number} large={large} onLarge={setLarge} />
        )}
        <div className={classNames('flex flex-1 flex-col gap-3', single ? 'min-w-52' : 'min-w-0')}>
          <p
            role="status"
            className={classNames('flex items-start gap-2 text-title font-medium', TONE[status])}
          >
            {succeeded ? <CircleCheck size={18} aria-hidden className="mt-[3px] shrink-0" /> : null}
            {t(`addAccount.status.${wordsFor(signIn)}`)}
          </p>
          {connected && accountId !== null ? <WhoseAccount accountId={accountId} /> : null}
          {status === 'need-code' || status === 'wrong-code' ? (
            <PairingCode id={id} wrong={status === 'wrong-code'} />
          ) : null}
          {signedIn && accountId !== null ? (
            <AliasField accountId={accountId} alias={alias} onAlias={onAlias} onEnter={onEnterAlias} />
          ) : null}
          {isNew && !succeeded ? <LabelField signIn={signIn} /> : null}
          {signIn.ended ? null : <Countdown issuedAt={signIn.issuedAt} renewsAt={signIn.renewsAt} />}
          {hasExpired && !succeeded ? (
            <p className="text-preview text-soft">{t('addAccount.hintVersion')}</p>
          ) : null}
          {status === 'unreachable' ? (
            <Button size="small" className="self-start" onClick={() => ui.setState({ networkDialog: true })}>
              {t('network.settings')}
            </Button>
          ) : null}
          {signIn.ended && !signedIn ? (
            <Button
              look={connected ? 'plain' : 'primary'}
              className="self-start"
              disabled={action.busy}
              onClick={() => void action.run(() => client.request('signIn.newCode', { id }))}
            >
              {t('addAccount.newCode')}
            </Button>
          ) : null}
          {single && !succeeded ? <CodeHints /> : null}
          {action.error ? <ErrorLine code={action.error} /> : null}
        </div>
      </div>
    </fieldset>
  )
}

/** The key of a status's words: a lost code that is replaced by itself needs nothing of the operator. */
function wordsFor({ status, ended }: SignIn) {
  if (ended) return status
  switch (status) {
    case 'expired':
      return 'expiredAgain'
    case 'blocked':
      return 'blockedAgain'
    case 'starting':
    case 'waiting':
    case 'scanned':
    case 'need-code':
    case 'wrong-code':
    case 'moved':
    case 'already-connected':
    case 'not-allowed':
    case 'unreachable':
    case 'signed-in':
    case 'failed':
      return status
    default:
      return unreachable(status)
  }
}

/** Whether this code, or one that stood here before it, has expired: then the phone may be the reason. */
function useHasExpired(status: SignInStatus): boolean {
  const [seen, setSeen] = useState(false)
  const expired = status === 'expired'
  if (expired && !seen) setSeen(true)
  return seen || expired
}

/** Names the account that was connected all along. */
function WhoseAccount({ accountId }: { accountId: NonNullable<SignIn['accountId']> }) {
  const { t } = useTranslation()
  const account = useReplica((replica) => replica.accounts.get(accountId))
  return account ? <p>{t('addAccount.alreadyName', { name: accountName(account, t) })}</p> : null
}
