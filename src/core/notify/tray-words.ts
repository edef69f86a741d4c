import type { Translator } from '#shared/i18n/translate.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ShownTray, TrayLine } from './ports.ts'
import type { TrayAccount, TrayState } from './tray-state.ts'

/**
 * The tray in words. Names of accounts stand in it in any case: it is the operator's own list.
 * @param locks the window can be locked from it
 */
export function trayWords(
  state: TrayState,
  t: Translator,
  nameOf: (id: AccountId) => string,
  locks: boolean,
): ShownTray {
  const facts: TrayLine[] = []
  if (state.needy > 0) facts.push({ kind: 'needy', label: t('notify.tray.needy', { count: state.needy }) })
  if (state.closing > 0)
    facts.push({ kind: 'closing', label: t('notify.tray.closing', { count: state.closing }) })
  if (state.unread > 0)
    facts.push({ kind: 'unread', label: t('notify.tray.unread', { count: state.unread }) })
  if (facts.length === 0) facts.push({ kind: 'nothing', label: t('notify.tray.nothing') })
  const accounts = state.accounts.map((account): TrayLine => {
    const name = nameOf(account.id)
    const what = accountWords(account, t)
    const label = what === '' ? name : t('notify.tray.account', { name, what })
    return { kind: 'account', accountId: account.id, label }
  })
  if (state.more > 0) accounts.push({ kind: 'more', label: t('notify.tray.more', { count: state.more }) })
  return {
    tooltip: ['Linkboard', ...facts.flatMap((line) => (line.kind === 'separator' ? [] : [line.label]))].join(
      '\n',
    ),
    isCalling: state.needy + state.closing + state.unread > 0,
    lines: [
      ...facts,
      { kind: 'separator' },
      ...accounts,
      ...(accounts.length > 0 ? [{ kind: 'separator' } as const] : []),
      { kind: 'show', label: t('notify.tray.show') },
      ...(locks ? [{ kind: 'lock', label: t('notify.tray.lock') } as const] : []),
      { kind: 'quit', label: t('notify.tray.quit') },
    ],
  }
}

/** The tray while it is locked: the ways to the window and out of the app. */
export function lockedTray(t: Translator): ShownTray {
  return {
    tooltip: 'Linkboard',
    isCalling: false,
    lines: [
      { kind: 'show', label: t('notify.tray.show') },
      { kind: 'quit', label: t('notify.tray.quit') },
    ],
  }
}

/** The one thing that an account is listed for. */
function accountWords({ need, troubled, closing, unread }: TrayAccount, t: Translator): string {
  if (need === 'needs-sign-in') return t('notify.tray.needsSignIn')
  if (need === 'may-be-muted') return t('notify.tray.maybeMuted')
  if (troubled > 0) return t('notify.tray.troubled', { count: troubled })
  if (closing > 0) return t('notify.tray.accountClosing', { count: closing })
  return unread > 0 ? t('notify.tray.accountUnread', { count: unread }) : ''
}
