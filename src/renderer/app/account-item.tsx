import { CircleAlert, Clock, type LucideIcon, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { keyWords } from '../formatting/key-words.ts'
import { accountLabel, accountName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import type { AccountNeed } from '../parts/attention/account-needs.ts'
import { DropOverlay } from '../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../parts/drop/use-drop-place.ts'
import { useAccountParts, useReplica } from '../store/hooks.ts'
import { Avatar } from '../ui/avatar.tsx'
import { CountBadge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { StateDot } from '../ui/state-dot.tsx'

interface AccountItemProps {
  id: AccountId
  current: boolean
  /** Why it calls for the operator; undefined while it does not. */
  need: AccountNeed | undefined
  /** The digit that chooses it together with Ctrl or Cmd. */
  shortcut: number | null
  platform: AppInfo['platform']
  /** A line above it parts it from what comes before. */
  parted?: boolean
  /** Shows its inbox. */
  onChoose: (id: AccountId) => void
  /** The keys have come to it. */
  onFocus: (id: AccountId) => void
}

/** What of an account its item shows; it is drawn again for nothing else. */
type Shown = Pick<AccountSummary, 'id' | 'number' | 'alias' | 'colour' | 'ownerUserId' | 'state'>

const shownOf = ({ id, number, alias, colour, ownerUserId, state }: AccountSummary): Shown => ({
  id,
  number,
  alias,
  colour,
  ownerUserId,
  state,
})

/** One account of the rail: colour, health, name, conversations with something unread. Its tooltip is the area's. */
export const AccountItem = memo(function AccountItem(props: AccountItemProps) {
  const account = useAccountParts(props.id, shownOf)
  return account ? <Item {...props} account={account} /> : null
})

/** What calls for the operator beside the state, which has its dot, and what is unread, which has its number. */
const MARKS = {
  'may-be-muted': { icon: TriangleAlert, tone: 'text-warn' },
  failed: { icon: CircleAlert, tone: 'text-danger' },
  closing: { icon: Clock, tone: 'text-warn' },
} as const satisfies Partial<Record<AccountNeed, { icon: LucideIcon; tone: string }>>

function isMarked(need: AccountNeed | undefined): need is keyof typeof MARKS {
  return need !== undefined && Object.hasOwn(MARKS, need)
}

function Item({
  account,
  current,
  need,
  shortcut,
  platform,
  ...props
}: AccountItemProps & { account: Shown }) {
  const { t } = useTranslation()
  const unread = useReplica((replica) => replica.unread.get(account.id) ?? 0)
  const name = accountName(account, t)
  const label = accountLabel(account, unread, t)
  const target = { kind: 'account', id: account.id } as const
  const place = useDropPlace<HTMLLIElement>(target, true)
  const mark = isMarked(need) ? MARKS[need] : null
  const words = [label]
  if (isMarked(need)) words.push(t(`nav.need.${need}`))
  if (shortcut !== null) words.push(keyWords(`Mod+${shortcut}`, platform).join(' '))
  return (
    <li
      ref={place.ref}
      aria-label={label}
      data-account-colour={account.colour}
      className={classNames('relative', props.parted && 'mt-1 border-t pt-1')}
    >
      <button
        type="button"
        data-tip={words.join(' · ')}
        aria-current={current || undefined}
        aria-keyshortcuts={shortcut === null ? undefined : `Control+${shortcut} Meta+${shortcut}`}
        onClick={() => props.onChoose(account.id)}
        onFocus={() => props.onFocus(account.id)}
        className={classNames(
          'account-line focus-inset relative flex h-7 w-full items-center gap-2 rounded-control pr-1.5 pl-2.5 text-left [--line-inset:6px] not-aria-[current]:hover:bg-sunken max-unfold:h-9 max-unfold:gap-0.5 max-unfold:pr-0 max-unfold:pl-1.5',
          current && 'bg-accent-tint font-medium',
        )}
      >
        <span className="sr-only">{label}</span>
        <span className="hidden max-unfold:inline-flex">
          <Avatar name={name} of={account.ownerUserId ?? account.id} size="small" />
        </span>
        <span className="inline-flex max-unfold:absolute max-unfold:right-1 max-unfold:bottom-1">
          <StateDot state={account.state} />
        </span>
        <span aria-hidden className="min-w-0 flex-1 truncate max-unfold:hidden">
          {name}
        </span>
        {mark ? (
          <mark.icon size={13} aria-hidden className={classNames('shrink-0 max-unfold:hidden', mark.tone)} />
        ) : null}
        {unread > 0 ? (
          <span aria-hidden className="inline-flex max-unfold:absolute max-unfold:top-0 max-unfold:right-0">
            <CountBadge count={unread} />
          </span>
        ) : null}
      </button>
      <DropOverlay target={target} isOver={place.isOver} isNarrow />
    </li>
  )
}
