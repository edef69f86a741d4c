import { belongsTo, isUnread } from '#shared/model/conversation-state.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { needOf } from './present.ts'
import type { Situation } from './situation.ts'

/** Accounts that the tray's menu names. */
const MAX_ACCOUNTS = 10

/** How one account stands. The counts are of conversations. */
export interface TrayAccount {
  id: AccountId
  need: 'needs-sign-in' | 'may-be-muted' | null
  /** With something refused or unconfirmed. */
  troubled: number
  closing: number
  unread: number
}

/** What the tray shows; the counts over all accounts are those of the filters that it leads to. */
export interface TrayState {
  unread: number
  closing: number
  /** Accounts that need a person. */
  needy: number
  /** Who needs the operator first, then by the operator's own order. */
  accounts: TrayAccount[]
  /** How many more accounts there are. */
  more: number
}

/** The tray's state at a moment. */
export function trayState({ accounts, conversations, moment }: Situation): TrayState {
  const byAccount = new Map<AccountId, TrayAccount>()
  for (const account of [...accounts].sort((a, b) => a.position - b.position))
    byAccount.set(account.id, {
      id: account.id,
      need: needOf(account),
      troubled: 0,
      closing: 0,
      unread: 0,
    })
  for (const conversation of conversations.values()) {
    const account = byAccount.get(conversation.accountId)
    if (account === undefined) continue
    if (isUnread(conversation)) account.unread += 1
    if (belongsTo('closing', conversation, moment.now)) account.closing += 1
    if (conversation.failed + conversation.unconfirmed > 0) account.troubled += 1
  }
  const all = [...byAccount.values()]
  const sum = (count: (account: TrayAccount) => number) => all.reduce((total, one) => total + count(one), 0)
  return {
    unread: sum(({ unread }) => unread),
    closing: sum(({ closing }) => closing),
    needy: sum(({ need }) => (need === null ? 0 : 1)),
    accounts: all.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MAX_ACCOUNTS),
    more: Math.max(0, all.length - MAX_ACCOUNTS),
  }
}

function rankOf({ need, troubled, closing, unread }: TrayAccount): number {
  if (need === 'needs-sign-in') return 0
  if (need === 'may-be-muted') return 1
  if (troubled > 0) return 2
  if (closing > 0) return 3
  return unread > 0 ? 4 : 5
}
