import { memo, useId } from 'react'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import { useReplica, useReplicaParts } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { type Carrier, RowContent } from './row-content.tsx'

export interface RowProps {
  id: ConversationId
  open: boolean
  /** The one row that Tab reaches. */
  tabStop: boolean
  showAccount: boolean
  /** It stands here although the filter no longer lets it through. */
  strays?: boolean
  onOpen: (id: ConversationId) => void
}

/**
 * One conversation of a list. Its list item is named by the contact alone. It does not know its place, and is a layer
 * of its own, so a row that others push down is neither drawn nor styled nor painted anew.
 */
export const ConversationRow = memo(function ConversationRow(body: RowProps) {
  const nameId = useId()
  const target = { kind: 'conversation', id: body.id } as const
  const place = useDropPlace<HTMLLIElement>(target)
  return (
    <li
      ref={place.ref}
      aria-labelledby={nameId}
      aria-current={body.open || undefined}
      className="relative h-(--row-height) roomy:h-(--row-height-roomy) contain-strict will-change-transform"
    >
      <Body {...body} nameId={nameId} />
      <DropOverlay target={target} isOver={place.isOver} />
    </li>
  )
})

const Body = memo(function Body({ nameId, ...props }: RowProps & { nameId: string }) {
  const conversation = useReplica((replica) => replica.conversations.get(props.id))
  const account = useCarrier(conversation?.accountId)
  if (!conversation) return null
  return (
    <button
      type="button"
      data-conversation={props.id}
      data-account-colour={account?.colour}
      tabIndex={props.tabStop ? 0 : -1}
      onClick={() => props.onOpen(props.id)}
      className={classNames(
        'focus-inset relative flex size-full items-center gap-3 border-b pr-3 pl-4 text-left account-line',
        props.open ? 'bg-accent-tint' : 'hover:bg-panel',
      )}
    >
      <RowContent
        {...{ conversation, account, nameId }}
        open={props.open}
        showAccount={props.showAccount}
        strays={props.strays === true}
      />
    </button>
  )
})

function useCarrier(id: AccountId | undefined): Carrier | undefined {
  return useReplicaParts((replica): Carrier | undefined => {
    const account = id === undefined ? undefined : replica.accounts.get(id)
    if (!account) return undefined
    const { number, alias, colour, ownerUserId, state } = account
    return { number, alias, colour, ownerUserId, state }
  })
}
