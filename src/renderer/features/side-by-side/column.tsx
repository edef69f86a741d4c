import { ListFilter } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import { accountLabel, accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import type { DropTarget } from '../../store/drops.ts'
import { useAccountParts, useReplica, useUi } from '../../store/hooks.ts'
import { columnKey } from '../../store/ui.ts'
import { useFilterCount } from '../../store/use-counts.ts'
import { CountBadge } from '../../ui/badge.tsx'
import { StateDot } from '../../ui/state-dot.tsx'

export interface ColumnProps {
  content: ColumnContent
  /** Moves the column and takes it away; stands in its one head. */
  tools: ReactNode
  /** What it shows. The conversation that is open has a head of its own, in which the tools stand then. */
  children: (open: { id: ConversationId; tools: ReactNode } | null) => ReactNode
}

/** One column: an account, or what a filter finds in all of them, above its list or an open conversation. */
export function Column(props: ColumnProps) {
  const { content } = props
  return 'accountId' in content ? (
    <AccountColumn {...props} accountId={content.accountId} />
  ) : (
    <FilterColumn {...props} filter={content.filter} />
  )
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

function AccountColumn(props: ColumnProps & { accountId: AccountId }) {
  const { t } = useTranslation()
  const account = useAccountParts(props.accountId, shownOf)
  if (!account) return null
  const name = accountName(account, t)
  return (
    <Frame
      {...props}
      name={name}
      colour={account.colour}
      target={{ kind: 'account', id: account.id }}
      head={
        <>
          <StateDot state={account.state} />
          <h2 className="min-w-0 truncate font-semibold">{name}</h2>
          <span className="mr-auto max-w-2/5 shrink-0 truncate text-meta text-soft">
            {t(`account.state.${account.state}`)}
          </span>
        </>
      }
      mark={<Unread account={account} />}
    />
  )
}

function FilterColumn(props: ColumnProps & { filter: ConversationFilter }) {
  const { t } = useTranslation()
  const name = t(`inbox.filter.${props.filter}`)
  return (
    <Frame
      {...props}
      name={name}
      head={
        <>
          <ListFilter size={14} aria-hidden className="shrink-0 text-soft" />
          <h2 className="max-w-3/5 shrink-0 truncate font-semibold">{name}</h2>
          <Count filter={props.filter} />
          <span className="mr-auto min-w-0 truncate text-meta text-soft">{t('inbox.merged')}</span>
        </>
      }
    />
  )
}

/** How many the filter finds. It is drawn apart from the column: the number changes with many a message. */
function Count({ filter }: { filter: ConversationFilter }) {
  const count = useFilterCount(filter)
  return <span className="text-preview text-soft">{count === 0 ? null : count}</span>
}

function Frame(
  props: ColumnProps & {
    name: string
    colour?: number
    head: ReactNode
    /** Stands beside the tools, also while a conversation is open. */
    mark?: ReactNode
    /** Where a file goes that is dropped on the list; nowhere where no account stands for it. */
    target?: DropTarget
  },
) {
  const { t } = useTranslation()
  const key = columnKey(props.content)
  const wanted = useUi((ui) => ui.columns.get(key)?.open ?? null)
  const open = useReplica((replica) => (wanted !== null && replica.conversations.has(wanted) ? wanted : null))
  const target = open === null ? props.target : ({ kind: 'conversation', id: open } as const)
  const place = useDropPlace<HTMLElement>(target ?? null)
  const tools = (
    <span className="flex shrink-0 items-center gap-1">
      {props.mark}
      {props.tools}
    </span>
  )
  return (
    <section
      ref={place.ref}
      aria-label={t('sideBySide.column', { name: props.name })}
      data-column={key}
      data-account-colour={props.colour}
      className="relative isolate flex h-full min-w-0 flex-1 flex-col"
    >
      {open === null ? (
        <header className="relative flex h-11 shrink-0 items-center gap-2 border-b bg-panel pr-1 pl-4">
          <ColumnLine />
          {props.head}
          {tools}
        </header>
      ) : null}
      <div className="relative min-h-0 flex-1">
        {props.children(open === null ? null : { id: open, tools })}
      </div>
      {target ? <DropOverlay target={target} isOver={place.isOver} /> : null}
    </section>
  )
}

/** The account's colour over its column. */
function ColumnLine() {
  return <span aria-hidden className="absolute inset-x-0 top-0 h-[3px] bg-account" />
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
