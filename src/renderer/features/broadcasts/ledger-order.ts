import type { BroadcastRecipient, RecipientState } from '#shared/model/broadcast.ts'
import { unreachable } from '#shared/unreachable.ts'
import { byTime, type Sort } from '../../ui/sort.ts'

/** Which recipients of a run are shown. */
export const LEDGER_FILTERS = [
  'all',
  'open',
  'accepted',
  'unconfirmed',
  'refused',
  'skipped',
  'answered',
] as const
export type LedgerFilter = (typeof LEDGER_FILTERS)[number]

/** What the ledger can be sorted by; without a sort it stands in sending order. */
export const LEDGER_COLUMNS = ['contact', 'account', 'state', 'messages', 'settled', 'answered'] as const
export type LedgerColumn = (typeof LEDGER_COLUMNS)[number]
export type LedgerSort = Sort<LedgerColumn>

/** One recipient with the names under which they are shown and sorted. */
export interface LedgerLine {
  recipient: BroadcastRecipient
  contact: string
  account: string
}

/** States by how much they want a person to look, the most first. */
const URGENCY: Record<RecipientState, number> = {
  refused: 0,
  unconfirmed: 1,
  skipped: 2,
  cancelled: 3,
  sending: 4,
  queued: 5,
  accepted: 6,
}

/** How many of a recipient's messages the server has accepted. */
export function acceptedOf({ items }: BroadcastRecipient): number {
  return items.filter((item) => item.state === 'accepted').length
}

/** Whether something is still to happen for this recipient. */
export function isOpen({ state }: BroadcastRecipient): boolean {
  return state === 'queued' || state === 'sending'
}

function isShown(recipient: BroadcastRecipient, filter: LedgerFilter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'open':
      return isOpen(recipient)
    case 'answered':
      return recipient.answeredAt !== null
    case 'accepted':
    case 'unconfirmed':
    case 'refused':
    case 'skipped':
      return recipient.state === filter
    default:
      return unreachable(filter)
  }
}

/** The lines of a ledger as they are shown; what is equal stays in sending order. */
export function ledgerOrder(
  lines: readonly LedgerLine[],
  filter: LedgerFilter,
  sort: LedgerSort,
  collator: Intl.Collator,
): LedgerLine[] {
  const shown = lines
    .filter(({ recipient }) => isShown(recipient, filter))
    .sort((one, other) => one.recipient.place - other.recipient.place)
  if (sort === null) return shown
  const sign = sort.descending ? -1 : 1
  return shown.sort((one, other) => {
    const [a, b] = [one.recipient, other.recipient]
    switch (sort.column) {
      case 'contact':
        return sign * collator.compare(one.contact, other.contact)
      case 'account':
        return sign * collator.compare(one.account, other.account)
      case 'state':
        return sign * (URGENCY[a.state] - URGENCY[b.state])
      case 'messages':
        return sign * (acceptedOf(a) - acceptedOf(b))
      case 'settled':
        return byTime(a.settledAt, b.settledAt, sign)
      case 'answered':
        return byTime(a.answeredAt, b.answeredAt, sign)
      default:
        return unreachable(sort.column)
    }
  })
}
