import { CircleCheck, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SignIn, SignInStatus } from '#shared/model/sign-in.ts'
import { useAccount, useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'
import { accountName } from '../../words/names.ts'
import { CodePicture } from './code-picture.tsx'
import { Countdown } from './countdown.tsx'
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
  /** The only code of the dialog can be drawn beside its words and cannot be removed alone. */
  single: boolean
  /** What stands in the alias field once signed in. */
  alias: string
  onAlias: (alias: string) => void
  onDone: () => void
}

/** One sign-in code with its status, from the first picture to the account's name. */
export function CodeCard({ signIn, single, alias, onAlias, onDone }: CodeCardProps) {
  const { t } = useTranslation()
  const { client } = useServices()
  const action = useAction()
  const { id, number, label, status } = signIn
  const name =
    label === null ? t('addAccount.code', { number }) : t('addAccount.codeLabelled', { number, label })
  const asksCode = status === 'need-code' || status === 'wrong-code'
  const signedIn = status === 'signed-in'
  return (
    <fieldset
      aria-label={name}
      className="flex min-w-0 flex-col gap-3 border-0 border-t p-0 pt-4 first:border-t-0 first:pt-0"
    >
      {single ? null : (
        <div className="flex items-center justify-between gap-2">
          <span className="font-medium">{name}</span>
          <IconButton
            label={t('addAccount.remove', { number })}
            onClick={() => void action.run(() => client.request('signIn.dismiss', { id }))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      )}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
        {signedIn || (signIn.ended && signIn.qrContent === null) ? null : (
          <CodePicture content={signIn.qrContent} number={number} />
        )}
        <div className="flex min-w-52 flex-1 flex-col gap-3">
          <p
            role="status"
            className={classNames('flex items-start gap-2 text-title font-medium', TONE[status])}
          >
            {signedIn || status === 'already-connected' ? (
              <CircleCheck size={18} aria-hidden className="mt-[3px] shrink-0" />
            ) : null}
            {t(`addAccount.status.${status}`)}
          </p>
          {asksCode ? <PairingCode id={id} wrong={status === 'wrong-code'} /> : null}
          {signedIn ? <AliasField {...{ signIn, alias, onAlias, onDone }} /> : null}
          {signIn.ended || signedIn ? null : (
            <Countdown issuedAt={signIn.issuedAt} renewsAt={signIn.renewsAt} />
          )}
          {signIn.ended && !signedIn ? (
            <Button
              look="primary"
              className="self-start"
              disabled={action.busy}
              onClick={() => void action.run(() => client.request('signIn.newCode', { id }))}
            >
              {t('addAccount.newCode')}
            </Button>
          ) : null}
          {signedIn ? null : (
            <div className="flex flex-col gap-1 text-preview text-soft">
              <p>{t('addAccount.hintOwner')}</p>
              <p>{t('addAccount.hintPlugin')}</p>
            </div>
          )}
          {action.error ? <ErrorLine code={action.error} /> : null}
        </div>
      </div>
    </fieldset>
  )
}

function AliasField({ signIn, alias, onAlias, onDone }: Omit<CodeCardProps, 'single'>) {
  return signIn.accountId === null ? null : (
    <AliasOf accountId={signIn.accountId} {...{ alias, onAlias, onDone }} />
  )
}

function AliasOf(props: {
  accountId: NonNullable<SignIn['accountId']>
  alias: string
  onAlias: (alias: string) => void
  onDone: () => void
}) {
  const { t } = useTranslation()
  const account = useAccount(props.accountId)
  return (
    <TextField
      autoFocus
      label={t('addAccount.alias')}
      hint={t('addAccount.aliasHint')}
      value={props.alias}
      maxLength={60}
      placeholder={account ? accountName({ ...account, alias: null }, t) : ''}
      onChange={(event) => props.onAlias(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229) props.onDone()
      }}
    />
  )
}
