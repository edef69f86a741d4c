import { useCallback, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { Action } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ColourDialog } from './colour-dialog.tsx'
import { GroupDialog } from './group-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

/** What can be done about an account, and the dialogs behind it. */
export function AccountMenu(props: {
  account: AccountSummary
  action: Action
  name: string
  onSignInAgain: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { account, action, name } = props
  const { id } = account
  const [asking, setAsking] = useState<'rename' | 'colour' | 'group' | 'sign-out' | 'remove' | null>(null)
  const close = useCallback(() => setAsking(null), [])
  const running = account.state !== 'signed-out' && account.state !== 'needs-sign-in'
  return (
    <>
      <Menu label={t('accounts.actions', { name })}>
        <MenuItem onSelect={() => setAsking('rename')}>{t('accounts.menu.rename')}</MenuItem>
        <MenuItem onSelect={() => setAsking('colour')}>{t('accounts.menu.colour')}</MenuItem>
        <MenuItem onSelect={() => setAsking('group')}>{t('accounts.menu.group')}</MenuItem>
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
        <MenuItem danger onSelect={() => setAsking('remove')}>
          {t('accounts.menu.remove')}
        </MenuItem>
      </Menu>
      <RenameDialog open={asking === 'rename'} account={account} onClose={close} />
      <ColourDialog open={asking === 'colour'} account={account} name={name} onClose={close} />
      <GroupDialog open={asking === 'group'} account={account} name={name} onClose={close} />
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
      <RemoveDialog
        open={asking === 'remove'}
        name={name}
        onCancel={close}
        onRemove={(history) => {
          close()
          void action.run(() => client.request('accounts.remove', { id, history }))
        }}
      />
    </>
  )
}
