import { MessageCircleReply } from 'lucide-react'
import { type ReactNode, useId, useMemo } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { remainingWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { ownNeed } from '../../parts/attention/account-needs.ts'
import { TimeLeft } from '../../parts/window/time-left.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useAccount, useNow, useReplica, useReplicaParts, useReplyMeters } from '../../store/hooks.ts'
import type { InboxFilter } from '../../store/ui.ts'
import { useFilterCount } from '../../store/use-counts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { StateDot } from '../../ui/state-dot.tsx'
import { ScheduledLine } from './scheduled-line.tsx'
import { useConversations } from './use-conversations.ts'
import { useTally } from './use-tally.ts'
import { closingNext, notSent } from './who-first.ts'

/** Rows of each list; the rest is a click away. */
const SHOWN = 5

export interface TodayProps {
  onFilter: (filter: InboxFilter) => void
  onOpen: (conversation: ConversationSummary) => void
  onSignInAgain: (id: AccountId) => void
  onInbox: (id: AccountId) => void
  onAccounts: () => void
}

/** What there is to do now and what the day has brought, where no conversation is open. */
export function Today(props: TodayProps) {
  const { t } = useTranslation()
  return (
    // laid out and painted apart from the rows beside it, which change with every message
    <section
      aria-label={t('today.title')}
      className="@container h-full px-beside-bar-6 overflow-y-auto bg-page py-6 contain-strict"
    >
      <div className="mx-auto flex max-w-2xl flex-col gap-8">
        <div>
          <h2 className="mb-3 text-heading font-semibold">{t('today.title')}</h2>
          <div className="flex flex-wrap items-center gap-3">
            <NeedsReply onFilter={props.onFilter} />
            <ScheduledLine />
          </div>
        </div>
        <People title={t('today.closingNext')} find={closingNext} onOpen={props.onOpen} />
        <People title={t('today.notSent')} find={notSent} onOpen={props.onOpen} />
        <NeedingAccounts {...props} />
        <Tally />
        <p className="text-preview text-soft">{t('conversation.noneKeys')}</p>
      </div>
    </section>
  )
}

/** How many wait for an answer, and the way to exactly those. */
function NeedsReply({ onFilter }: Pick<TodayProps, 'onFilter'>) {
  const { t } = useTranslation()
  const count = useFilterCount('needs-reply')
  if (count === 0) return <p className="text-soft">{t('today.calm')}</p>
  return (
    <Button size="large" onClick={() => onFilter('needs-reply')}>
      <MessageCircleReply size={16} aria-hidden className="text-accent" />
      {t('today.needsReply', { count })}
    </Button>
  )
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className="mb-1 text-title font-semibold">
        {title}
      </h3>
      {children}
    </section>
  )
}

/** Conversations that call for the operator for one reason; nothing while none does. */
function People({
  title,
  find,
  onOpen,
}: {
  title: string
  find: (conversations: Iterable<ConversationSummary>, now: number, limit: number) => ConversationId[]
} & Pick<TodayProps, 'onOpen'>) {
  const now = useNow('minute')
  const conversations = useConversations()
  const ids = useMemo(() => find(conversations.values(), now, SHOWN), [conversations, find, now])
  if (ids.length === 0) return null
  return (
    <Block title={title}>
      <ul className="-mx-2">
        {ids.map((id) => (
          <Person key={id} id={id} onOpen={onOpen} />
        ))}
      </ul>
    </Block>
  )
}

function Person({ id, onOpen }: { id: ConversationId } & Pick<TodayProps, 'onOpen'>) {
  const conversation = useReplica((replica) => replica.conversations.get(id))
  return conversation ? <PersonRow conversation={conversation} onOpen={onOpen} /> : null
}

function PersonRow({
  conversation,
  onOpen,
}: { conversation: ConversationSummary } & Pick<TodayProps, 'onOpen'>) {
  const { t } = useTranslation()
  const account = useAccount(conversation.accountId)
  const { shown } = useReplyMeters(conversation, account?.state)
  const name = contactName(conversation, account, t)
  const carrier = account ? accountName(account, t) : name
  const { failed, unconfirmed } = conversation
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(conversation)}
        className="flex min-h-11 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-sunken"
      >
        <Avatar name={name} of={conversation.contactUserId} size="small" />
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="min-w-0 flex-1 truncate text-meta text-soft">
          {carrier === name ? null : carrier}
        </span>
        {failed > 0 ? (
          <span className="shrink-0 text-meta font-medium text-danger">{t('inbox.failed')}</span>
        ) : null}
        {unconfirmed > 0 ? (
          <span className="shrink-0 text-meta font-medium text-warn">{t('inbox.unconfirmed')}</span>
        ) : null}
        <TimeLeft shown={shown} t={t} />
      </button>
    </li>
  )
}

/** Accounts that wait for somebody, each with its way out; nothing while none does. */
function NeedingAccounts(props: Pick<TodayProps, 'onSignInAgain' | 'onInbox' | 'onAccounts'>) {
  const { t } = useTranslation()
  const needing = useReplicaParts(({ accounts }) =>
    accountOrder([...accounts.values()].filter((one) => ownNeed(one) !== null)),
  )
  if (needing.length === 0) return null
  const hidden = needing.length - SHOWN
  return (
    <Block title={t('today.accounts')}>
      <ul>
        {needing.slice(0, SHOWN).map((account) => (
          <NeedingAccount key={account.id} account={account} {...props} />
        ))}
      </ul>
      {hidden > 0 ? (
        <Button look="link" size="small" onClick={props.onAccounts}>
          {t('nav.more', { count: hidden })}
        </Button>
      ) : null}
    </Block>
  )
}

function NeedingAccount({
  account,
  ...props
}: { account: AccountSummary } & Pick<TodayProps, 'onSignInAgain' | 'onInbox'>) {
  const { t } = useTranslation()
  const name = accountName(account, t)
  const mustScan = ownNeed(account) === 'needs-sign-in'
  return (
    <li className="flex min-h-11 items-center gap-2">
      <StateDot state={account.state} />
      <span className="min-w-0 truncate font-medium">{name}</span>
      <span className="min-w-0 flex-1 truncate text-meta text-soft">
        {account.maybeMuted && !mustScan ? t('nav.need.may-be-muted') : t(`account.state.${account.state}`)}
      </span>
      {mustScan ? (
        <Button
          size="small"
          aria-label={t('addAccount.again', { name })}
          onClick={() => props.onSignInAgain(account.id)}
        >
          {t('accounts.menu.signIn')}
        </Button>
      ) : (
        <Button
          size="small"
          aria-label={t('accounts.openNamed', { name })}
          onClick={() => props.onInbox(account.id)}
        >
          {t('accounts.open')}
        </Button>
      )}
    </li>
  )
}

/** What the day has brought so far. */
function Tally() {
  const { t } = useTranslation()
  const tally = useTally()
  if (tally === null) return null
  const { wrote, answered, expired, medianMs } = tally
  const people = { wrote, answered, expired }
  return (
    <Block title={t('today.tally')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 @min-[480px]:grid-cols-4">
        {(['wrote', 'answered', 'expired'] as const).map((figure) => (
          <Figure key={figure} term={t(`today.${figure}`, { count: people[figure] })}>
            {people[figure]}
          </Figure>
        ))}
        <Figure term={t('today.median')}>
          {medianMs === null ? t('today.noMedian') : remainingWords(medianMs, t)}
        </Figure>
      </dl>
    </Block>
  )
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-meta text-soft">{term}</dt>
      <dd className="text-heading font-semibold">{children}</dd>
    </div>
  )
}
