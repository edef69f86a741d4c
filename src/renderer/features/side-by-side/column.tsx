import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountLabel, accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import type { DropTarget } from '../../store/drops.ts'
import { useAccountParts, useReplica, useUi } from '../../store/hooks.ts'
import { CountBadge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { StateDot } from '../../ui/state-dot.tsx'

export interface ColumnProps {
  accountId: AccountId
  first: boolean
  last: boolean
  onMove: (places: number) => void
  onRemove: () => void
  children: ReactNode
}

/** What of an account its column shows; it is drawn again for nothing else. */
type Shown = Pick<AccountSummary, 'id' | 'number' | 'alias' | 'colour' | 'state'>

const shownOf = ({ id, number, alias, colour, state }: AccountSummary): Shown => ({
  id,
  number,
  alias,
  colour,
  state,
})

/** One account's column: who it is and how it is connected, above what it shows. */
export function Column(props: ColumnProps) {
  const account = useAccountParts(props.accountId, shownOf)
  return account ? <Filled {...props} account={account} /> : null
}

function Filled(props: ColumnProps & { account: Shown }) {
  const { t } = useTranslation()
  const { account } = props
  const name = accountName(account, t)
  const open = useUi((ui) => ui.columns.get(account.id)?.open ?? null)
  const isOpen = useReplica((replica) => open !== null && replica.conversations.has(open))
  const target: DropTarget =
    open !== null && isOpen ? { kind: 'conversation', id: open } : { kind: 'account', id: account.id }
  const place = useDropPlace<HTMLElement>(target)
  return (
    <section
      ref={place.ref}
      aria-label={t('sideBySide.column', { name })}
      data-column={account.id}
      data-account-colour={account.colour}
      className="relative flex h-full min-w-0 flex-1 flex-col"
    >
      <header className="relative flex h-11 shrink-0 items-center gap-2 border-b bg-panel pr-1 pl-4">
        <span aria-hidden className="absolute inset-x-0 top-0 h-[3px] bg-account" />
        <StateDot state={account.state} />
        <h2 className="min-w-0 truncate font-semibold">{name}</h2>
        <span className="mr-auto max-w-2/5 shrink-0 truncate text-meta text-soft">
          {t(`account.state.${account.state}`)}
        </span>
        <Unread account={account} />
        <span className="flex shrink-0 items-center">
          <IconButton label={t('sideBySide.left')} idle={props.first} onClick={() => props.onMove(-1)}>
            <ArrowLeft size={14} aria-hidden />
          </IconButton>
          <IconButton label={t('sideBySide.right')} idle={props.last} onClick={() => props.onMove(1)}>
            <ArrowRight size={14} aria-hidden />
          </IconButton>
          <IconButton label={t('sideBySide.remove')} onClick={props.onRemove}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      </header>
      <div className="relative min-h-0 flex-1">{props.children}</div>
      <DropOverlay target={target} isOver={place.isOver} />
    </section>
  )
}

function Unread({ account }: { account: Shown }) {
  const { t } = useTranslation()
  const count = useReplica((replica) => replica.unread.get(account.id) ?? 0)
  if (count === 0) return null
  return (
    <span className="inline-flex" title={accountLabel(account, count, t)}>
      <span aria-hidden className="inline-flex">
        <CountBadge count={count} />
      </span>
      <span className="sr-only">{t('account.unread', { count })}</span>
    </span>
  )
}
