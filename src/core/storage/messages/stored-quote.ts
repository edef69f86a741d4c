import type { PartialQuote } from '#core/ilink/partial-quote.ts'
import type { MessagePart } from '#shared/model/message.ts'

/** The quote column: what the wire said about the quoted message, resolved only when it is shown. */
export interface StoredQuote {
  /** The server's id of the quoted message. */
  id: string | null
  title: string | null
  part: MessagePart | null
  partial: PartialQuote | null
}
