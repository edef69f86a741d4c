import type { BroadcastRecipient } from '#shared/model/broadcast.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'

/** Leads to a conversation. */
export type ShowConversation = (conversation: { id: ConversationId; accountId: AccountId }) => void

/** Look of a cell of a ledger. */
export const LEDGER_CELL = 'border-b px-3 py-2 align-top text-preview leading-6'

/** Who a row is about; leads to the conversation while there is one. */
export function ContactCell(props: {
  recipient: BroadcastRecipient
  contact: string
  /** The conversation is still here. */
  isHere: boolean
  onShowConversation: ShowConversation
}) {
  const { contact, isHere, recipient, onShowConversation } = props
  const { conversationId: id, accountId } = recipient
  const name = <bdi className="[overflow-wrap:anywhere]">{contact}</bdi>
  return (
    <th scope="row" className={`${LEDGER_CELL} pl-1 text-left font-normal`}>
      {isHere ? (
        <button
          type="button"
          onClick={() => onShowConversation({ id, accountId })}
          className="-my-0.5 min-h-7 rounded-control px-2 text-left font-medium hover:bg-sunken"
        >
          {name}
        </button>
      ) : (
        <span className="px-2">{name}</span>
      )}
    </th>
  )
}
