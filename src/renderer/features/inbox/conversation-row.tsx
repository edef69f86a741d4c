import { memo, useId } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import { useAccountParts, useReplica } from '../../store/hooks.ts'
import { classNames } from '../../ui/class-names.ts'
import { type Carrier, RowContent } from './row-content.tsx'

export interface RowProps {
  id: ConversationId
  open: boolean
  showAccount: boolean
  /** It was picked out. */
  selected: boolean
  /** The pointer is on it, or its menu is open. */
  hot: boolean
  /** It stands here although the filter no longer lets it through. */
  strays?: boolean
  onOpen: (id: ConversationId) => void
}

/**
 * One conversation of a list. Its list item is named by the contact alone. It knows neither its place nor whether Tab
 * reaches it, so a row that others push down is neither drawn nor styled anew. Where its list makes it a layer of its own
 * it is opaque: on a clear one the browser keeps the words in a second layer, as their edges are smoothed against what is
 * below them.
 */
export const ConversationRow = memo(function ConversationRow(body: RowProps) {
  const nameId = useId()
  const target = { kind: 'conversation', id: body.id } as const
  const place = useDropPlace<HTMLLIElement>(target)
  return (
    <li
      ref={place.ref}
      aria-labelledby={nameId}
      data-row={body.id}
      aria-current={body.open || undefined}
      className="absolute inset-x-0 top-0 h-(--row-height) roomy:h-(--row-height-roomy) bg-page contain-strict"
    >
      <Body {...body} nameId={nameId} />
      {place.isOver ? <DropOverlay target={target} isOver /> : null}
    </li>
  )
})

const Body = memo(function Body({ nameId, ...props }: RowProps & { nameId: string }) {
  const conversation = useReplica((replica) => replica.conversations.get(props.id))
  const account = useAccountParts(conversation?.accountId, carrierOf)
  const { t } = useTranslation()
  if (!conversation) return null
  const name = contactName(conversation, account, t)
  return (
    <>
      <button
        type="button"
        data-conversation={props.id}
        tabIndex={-1}
        onClick={() => props.onOpen(props.id)}
        className={classNames(
          'focus-inset relative flex size-full items-center gap-3 border-b pr-3 pl-4 text-left',
          props.selected || props.open ? 'bg-accent-tint' : props.hot ? 'bg-panel' : 'hover:bg-panel',
          props.selected && 'row-selected',
        )}
        aria-description={props.selected ? t('desk.isSelected') : undefined}
      >
        {/* the colour stands where nothing inherits it: the row of another account has nothing else styled anew for it */}
        <span
          aria-hidden
          data-account-colour={account?.colour}
          className="absolute inset-y-2 left-0 w-[3px] rounded-full bg-account"
        />
        <RowContent
          {...{ conversation, account, nameId }}
          open={props.open}
          showAccount={props.showAccount}
          strays={props.strays === true}
        />
      </button>
      {/* Told to screen readers also while it is not drawn; what it opens is one menu for the whole list. */}
      <button
        type="button"
        data-row-actions
        aria-label={t('desk.actions', { name })}
        aria-haspopup="menu"
        tabIndex={-1}
        className={classNames(
          'row-actions absolute top-1 right-2 size-7 rounded-control bg-raised text-soft hover:text-ink focus-visible:opacity-100',
          props.hot ? 'rounded-l-none! shadow-float' : 'opacity-0',
        )}
      />
    </>
  )
})

const carrierOf = ({ number, alias, colour, ownerUserId, state }: AccountSummary): Carrier => ({
  number,
  alias,
  colour,
  ownerUserId,
  state,
})
