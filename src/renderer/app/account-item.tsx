import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountLabel, accountName } from '../formatting/names.ts'
import { DropOverlay } from '../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../parts/drop/use-drop-place.ts'
import { useReplica, useReplicaParts } from '../store/hooks.ts'
import { Avatar } from '../ui/avatar.tsx'
import { CountBadge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { StateDot } from '../ui/state-dot.tsx'
import { Tooltip, type TooltipHandle } from '../ui/tooltip.tsx'

interface AccountItemProps {
  id: AccountId
  current: boolean
  /** The digit that chooses it together with Ctrl or Cmd. */
  shortcut: number | null
  folded: boolean
  /** Shows its inbox. */
  onChoose: (id: AccountId) => void
  tooltip: TooltipHandle
}

/** What of an account its item shows; it is drawn again for nothing else. */
type Shown = Pick<AccountSummary, 'id' | 'number' | 'alias' | 'colour' | 'ownerUserId' | 'state'>

/** One account of the rail: colour, health, name, conversations with something unread. */
export const AccountItem = memo(function AccountItem(props: AccountItemProps) {
  const account = useReplicaParts((replica): Shown | null => {
    const known = replica.accounts.get(props.id)
    if (!known) return null
    const { id, number, alias, colour, ownerUserId, state } = known
    return { id, number, alias, colour, ownerUserId, state }
  })
  return account ? <Item {...props} account={account} /> : null
})

function Item({ account, current, folded, ...props }: AccountItemProps & { account: Shown }) {
  const { t } = useTranslation()
  const unread = useReplica((replica) => replica.unread.get(account.id) ?? 0)
  const name = accountName(account, t)
  const label = accountLabel(account, unread, t)
  const target = { kind: 'account', id: account.id } as const
  const place = useDropPlace<HTMLLIElement>(target, true)
  const troubled = account.state === 'needs-sign-in' || account.state === 'offline'
  return (
    <li ref={place.ref} aria-label={label} data-account-colour={account.colour} className="relative">
      <Tooltip handle={props.tooltip} text={label} disabled={!folded}>
        <button
          type="button"
          aria-current={current || undefined}
          aria-keyshortcuts={
            props.shortcut === null ? undefined : `Control+${props.shortcut} Meta+${props.shortcut}`
          }
          onClick={() => props.onChoose(account.id)}
          className={classNames(
            'focus-inset relative flex min-h-9 w-full items-center gap-2.5 rounded-control py-1 pr-2 pl-2.5 text-left hover:bg-sunken max-unfold:justify-center max-unfold:px-0',
            current && 'bg-accent-tint font-medium',
          )}
        >
          <span className="sr-only">{label}</span>
          <span
            aria-hidden
            className="absolute inset-y-2 left-0 w-[3px] rounded-full bg-account max-unfold:hidden"
          />
          <span className="inline-flex unfold:hidden">
            <Avatar name={name} of={account.ownerUserId ?? account.id} size="small" />
          </span>
          <span className="inline-flex max-unfold:absolute max-unfold:right-0.5 max-unfold:bottom-0.5">
            <StateDot state={account.state} />
          </span>
          <span aria-hidden className="flex min-w-0 flex-1 flex-col max-unfold:hidden">
            <span className="truncate">{name}</span>
            {troubled ? (
              <span className="truncate text-meta text-soft">{t(`account.state.${account.state}`)}</span>
            ) : null}
          </span>
          {unread > 0 ? (
            <span
              aria-hidden
              className="inline-flex max-unfold:absolute max-unfold:-top-0.5 max-unfold:right-0"
            >
              <CountBadge count={unread} />
            </span>
          ) : null}
        </button>
      </Tooltip>
      <DropOverlay target={target} isOver={place.isOver} isNarrow />
    </li>
  )
}
