import type { LedgerNames } from '#core/storage/ledger-repository.ts'
import type { BroadcastRecipient, ExportWords } from '#shared/model/broadcast.ts'
import { shortContactId } from '#shared/model/conversation.ts'

/** Spreadsheets take UTF-8 for what it is only behind this mark. */
const BYTE_ORDER_MARK = '\ufeff'
/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@＝＋－＠\t\r\n]/u

export interface ExportParts {
  recipients: readonly BroadcastRecipient[]
  words: ExportWords
  /** By place. */
  names: ReadonlyMap<number, LedgerNames>
  /** A time as people write it here. */
  time(at: number): string
}

/** One cell, never a formula; always quoted, as not every spreadsheet has the comma for its separator. */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

/** The ledger of a run as CSV for spreadsheets, in the language of the interface (RFC 4180). */
export function exportLedger(parts: ExportParts): string {
  const { recipients, words } = parts
  const { columns } = words
  const head = [
    columns.contact,
    columns.contactId,
    columns.account,
    columns.state,
    columns.reason,
    columns.messages,
    columns.settledAt,
    columns.answeredAt,
  ]
  const rows = [head, ...recipients.map((recipient) => cellsOf(recipient, parts))]
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

function cellsOf(recipient: BroadcastRecipient, { words, names, time }: ExportParts): string[] {
  const { contactUserId, state, skip, items, settledAt, answeredAt } = recipient
  const given = names.get(recipient.place)
  const number = String(given?.accountNumber ?? '')
  const accountName = given?.account ?? words.accountNumbered.replace('{number}', () => number)
  const isOwner = given?.ownerUserId === contactUserId
  const contactName =
    given?.contact ??
    (isOwner ? accountName : words.contactUnnamed.replace('{id}', () => shortContactId(contactUserId)))
  const wordOf = (known: Record<string, string>, key: string) => known[key] ?? key
  const reasons = new Set(items.flatMap(({ reason }) => (reason === null ? [] : [reason])))
  return [
    contactName,
    contactUserId,
    accountName,
    wordOf(words.states, state),
    skip === null
      ? [...reasons].map((reason) => wordOf(words.itemReasons, reason)).join(' ')
      : wordOf(words.skips, skip),
    items
      // what was never on its way does not look as if it were
      .filter(({ messageId }) => messageId !== null || state === 'queued')
      .map((item) => wordOf(words.itemStates, item.state))
      .join('; '),
    settledAt === null ? '' : time(settledAt),
    answeredAt === null ? '' : time(answeredAt),
  ]
}
