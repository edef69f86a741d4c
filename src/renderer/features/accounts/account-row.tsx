import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { type Action, useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { StateDot } from '../../ui/state-dot.tsx'
import { accountName } from '../../words/names.ts'
import { ColourDialog } from './colour-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

const CELL = 'border-b px-3 py-2 align-top text-preview'

/** One account of the table, with its menu and the dialogs behind it. */
export function AccountRow(props: {
  account: AccountSummary
  action: Action
  onSignInAgain: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  const { account } = props
  const name = accountName(account, t)
  const when = (at: number | null) =>
    at === null ? (
      t('accounts.never')
    ) : (
      <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
        {formats.listTime(at, now)}
      </time>
    )
  return (
    <tr>
      <th scope="row" className={`${CELL} pl-4 text-left font-normal`}>
        <span className="flex items-center gap-3">
          <Avatar name={name} colour={account.colour} size="small" />
          <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
          {account.isDefault ? (
            <span className="rounded-control border px-1.5 text-meta text-soft">{t('accounts.default')}</span>
          ) : null}
        </span>
      </th>
      <td className={CELL}>
        <span className="flex items-center gap-2">
          <StateDot state={account.state} />
          {t(`account.state.${account.state}`)}
        </span>
        {account.reason === null ? null : (
          <p className="mt-0.5 max-w-[44ch] text-meta text-soft">{t(`account.reason.${account.reason}`)}</p>
        )}
        {account.maybeMuted ? (
          <p className="mt-0.5 text-meta font-medium text-warn">{t('accounts.muted')}</p>
        ) : null}
        {account.unreadableCount > 0 ? (
          <p className="mt-0.5 text-meta text-soft">
            {t('accounts.unreadable', { count: account.unreadableCount })}
          </p>
        ) : null}
      </td>
      <td className={CELL}>{when(account.stateSince)}</td>
      <td className={CELL}>{when(account.lastContactAt)}</td>
      <td className={CELL}>{when(account.lastInboundAt)}</td>
      <td className={`${CELL} py-1 text-right`}>
        <AccountMenu {...props} name={name} />
      </td>
    </tr>
  )
}

function AccountMenu(props: {
  account: AccountSummary
  action: Action
  name: string
  onSignInAgain: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { account, action, name } = props
  const { id } = account
  const [asking, setAsking] = useState<'rename' | 'colour' | 'sign-out' | null>(null)
  const close = () => setAsking(null)
  const running = account.state !== 'signed-out' && account.state !== 'needs-sign-in'
  return (
    <>
      <Menu label={t('accounts.actions', { name })}>
        <MenuItem onSelect={() => setAsking('rename')}>{t('accounts.menu.rename')}</MenuItem>
        <MenuItem onSelect={() => setAsking('colour')}>{t('accounts.menu.colour')}</MenuItem>
        <MenuItem
          disabled={account.isDefault}
          onSelect={() => void action.run(() => client.request('accounts.setDefault', { id }))}
        >
          {t('accounts.menu.setDefault')}
        </MenuItem>
        <MenuItem onSelect={() => props.onSignInAgain(id)}>{t('accounts.menu.signIn')}</MenuItem>
        <MenuItem
          disabled={!running}
          onSelect={() => void action.run(() => client.request('accounts.reconnect', { id }))}
        >
          {t('accounts.menu.reconnect')}
        </MenuItem>
        <MenuItem danger disabled={account.state === 'signed-out'} onSelect={() => setAsking('sign-out')}>
          {t('accounts.menu.signOut')}
        </MenuItem>
      </Menu>
      <RenameDialog open={asking === 'rename'} account={account} onClose={close} />
      <ColourDialog open={asking === 'colour'} account={account} name={name} onClose={close} />
      <Confirm
        open={asking === 'sign-out'}
        title={t('accounts.signOut.title', { name })}
        body={t('accounts.signOut.body')}
        confirm={t('accounts.signOut.confirm')}
        onCancel={close}
        onConfirm={() => {
          close()
          void action.run(() => client.request('accounts.signOut', { id }))
        }}
      />
    </>
  )
}
