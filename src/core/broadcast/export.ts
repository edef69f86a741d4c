import { BYTE_ORDER_MARK, csvRows } from '#core/csv.ts'
import type { LedgerNames } from '#core/storage/ledger-repository.ts'
import { contactName } from '#shared/i18n/names.ts'
import type { Translator } from '#shared/i18n/translate.ts'
import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import { isErasedContact } from '#shared/model/contact.ts'

export interface ExportDeps {
  recipients: readonly BroadcastRecipient[]
  /** Texts of the interface's language. */
  text: Translator
  /** By place. */
  names: ReadonlyMap<number, LedgerNames>
  /** A time as people write it here. */
  time(at: number): string
}

/** The ledger of a run as CSV for spreadsheets, in the language of the interface (RFC 4180): what stands above its lines. */
export function exportHead(text: Translator): string {
  const head = [
    text('broadcasts.person.contact'),
    text('broadcasts.person.contactId'),
    text('broadcasts.person.account'),
    text('broadcasts.person.state'),
    text('broadcasts.person.reason'),
    text('broadcasts.person.messages'),
    text('broadcasts.person.settled'),
    text('broadcasts.person.answered'),
  ]
  return BYTE_ORDER_MARK + csvRows([head])
}

/** Lines of the ledger. */
export function exportLines(deps: ExportDeps): string {
  return csvRows(deps.recipients.map((recipient) => cellsOf(recipient, deps)))
}

function cellsOf(recipient: BroadcastRecipient, { text, names, time }: ExportDeps): string[] {
  const { contactUserId, state, skip, items, settledAt, answeredAt } = recipient
  const given = names.get(recipient.place)
  const number = String(given?.accountNumber ?? '')
  const accountName = given?.account ?? text('account.numbered', { number })
  const isOwner = given?.ownerUserId === contactUserId
  const named = { contactAlias: given?.contact ?? null, contactUserId }
  const contact = isOwner && named.contactAlias === null ? accountName : contactName(named, undefined, text)
  const reasons = new Set(items.flatMap(({ reason }) => (reason === null ? [] : [reason])))
  return [
    contact,
    isErasedContact(contactUserId) ? '' : contactUserId,
    accountName,
    text(`broadcasts.recipient.${state}`),
    skip === null
      ? [...reasons].map((reason) => text(`message.reason.${reason}`)).join(' ')
      : text(`broadcasts.skip.${skip}`),
    items
      // what was never on its way does not look as if it were
      .filter(({ messageId }) => messageId !== null || state === 'queued')
      .map((item) => text(`message.state.${item.state}`))
      .join('; '),
    settledAt === null ? '' : time(settledAt),
    answeredAt === null ? '' : time(answeredAt),
  ]
}
