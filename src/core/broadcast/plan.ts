import type { Route } from '#core/storage/route-repository.ts'
import type { AccountState, AccountSummary } from '#shared/model/account.ts'
import type {
  BroadcastPlan,
  NameFallbacks,
  PlanProblem,
  SkippedRecipient,
  SkipReason,
} from '#shared/model/broadcast.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { peopleFor, type TagsByContact } from '#shared/model/recipients.ts'
import { QUOTA, windowAt } from '#shared/model/reply-window.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { fillPlaceholders, givenNames, type Placeholder, placeholdersIn } from '#shared/text/placeholders.ts'
import { isBlank } from '#shared/text/repair.ts'
import { createCounting } from './cost.ts'
import { messagesFree, reasonAgainst } from './eligibility.ts'
import { scheduleOf } from './schedule.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Nobody gets more than `cap` broadcasts within `capDays`; 0 sets no limit. */
export type FrequencyCap = Pick<BroadcastSettings, 'cap' | 'capDays'>

/** An account as a plan sees it. */
export interface PlanAccount
  extends Pick<AccountSummary, 'alias' | 'isDefault' | 'position' | 'ownerUserId'> {
  state: AccountState
  /** The server has asked for a pause that is not over, or nobody knows of the last sends (P4). */
  isRestricted: boolean
}

/** Everything a plan is made from; it changes nothing. */
export interface PlanInput {
  content: { text: string; fallbacks: NameFallbacks; fileSizes: readonly number[] }
  choice: RecipientChoice
  routes: readonly Route[]
  /** Conversations of groups that were picked. */
  groups: readonly ConversationId[]
  accounts: ReadonlyMap<AccountId, PlanAccount>
  /** Whom the former run was for that the choice names; null when it names none. */
  former: ReadonlySet<string> | null
  tagged: TagsByContact
  /** When broadcasts went to somebody, by contact, as far back as the cap and the choice look. Unix ms. */
  recent: ReadonlyMap<string, readonly number[]>
  cap: FrequencyCap
  paceMs: number
  perMinute: number
  reserve: number
  now: number
}

/** Judges routes for one content: what it would cost, and what stands against it. */
export class RouteJudge {
  readonly #input: Omit<PlanInput, 'former' | 'routes' | 'groups'>
  readonly #count: ReturnType<typeof createCounting>
  readonly #used: ReadonlySet<Placeholder>

  constructor(input: Omit<PlanInput, 'former' | 'routes' | 'groups'>) {
    this.#input = input
    this.#used = placeholdersIn(input.content.text)
    this.#count = createCounting(input.content.text, input.content.fallbacks)
  }

  names(route: Route) {
    return givenNames(route, this.#input.accounts.get(route.accountId))
  }

  /** The text as it goes out by this route. */
  text(route: Route): string {
    const { text, fallbacks } = this.#input.content
    return fillPlaceholders(text, this.names(route), fallbacks)
  }

  isTooLong(route: Route): boolean {
    return this.#count(this.names(route)).isTooLong
  }

  messages(route: Route): number {
    return this.#count(this.names(route)).messages + this.#input.content.fileSizes.length
  }

  left(route: Route): number {
    return messagesFree(route, this.#input.now)
  }

  /** Why nothing can go by this route, or null. */
  reasonAgainst(route: Route): SkipReason | null {
    const { reserve, now } = this.#input
    const reason = reasonAgainst(route, {
      messages: this.messages(route),
      reserve,
      account: this.#reasonAgainstAccount(route.accountId),
      now,
    })
    if (reason !== null) return reason
    if (this.#hasHadEnough(route)) return 'broadcast-to-recently'
    return this.isLeftOut(route) ? 'name-missing' : null
  }

  /** Where a name is missing that the text puts in. */
  missing(route: Route): { contact: boolean; account: boolean } {
    const names = this.names(route)
    return {
      contact: this.#used.has('contact') && names.contact === null,
      account: this.#used.has('account') && names.account === null,
    }
  }

  /** The operator leaves out such people. */
  isLeftOut(route: Route): boolean {
    if (!this.#input.choice.skipUnnamed) return false
    const { contact, account } = this.missing(route)
    return contact || account
  }

  #hasHadEnough({ contactUserId }: Route): boolean {
    const { recent, cap, choice, now } = this.#input
    const times = recent.get(contactUserId) ?? []
    const since = (days: number) => times.filter((at) => now - at < days * DAY_MS).length
    if (cap.cap > 0 && since(cap.capDays) >= cap.cap) return true
    return choice.notWithinDays !== null && since(choice.notWithinDays) > 0
  }

  #reasonAgainstAccount(id: AccountId): SkipReason | null {
    const account = this.#input.accounts.get(id)
    if (account?.state !== 'online') return 'account-offline'
    return account.isRestricted ? 'account-may-be-muted' : null
  }
}

/** The sending order: whose window closes soonest comes first. */
export function bySoonestClosing(one: Route, other: Route): number {
  return (one.lastInboundAt ?? 0) - (other.lastInboundAt ?? 0) || one.id - other.id
}

/** Says who gets it and who does not, what it costs and how long it takes. */
export function planBroadcast(input: PlanInput): BroadcastPlan {
  const { choice, routes, accounts, former, now, content } = input
  const judge = new RouteJudge(input)
  const included: Route[] = []
  const skipped: SkippedRecipient[] = []
  let chosen = 0
  let cheapest = Number.POSITIVE_INFINITY
  let isTooLong = false
  for (const person of peopleFor(choice, routes, accounts, former, input.tagged, now)) {
    const { route } = person
    const reason = reasonFor(person, judge)
    if (person.isChosen) {
      chosen += 1
      if (!judge.isLeftOut(route)) cheapest = Math.min(cheapest, judge.messages(route))
      isTooLong ||= judge.isTooLong(route)
    }
    if (reason === 'not-asked-for') continue
    if (reason === null) included.push(route)
    else {
      skipped.push({
        conversationId: route.id,
        reason,
        accountState: accounts.get(route.accountId)?.state ?? null,
        left: judge.left(route),
        others: reason === 'excluded' ? [] : othersOf(person.routes, route, judge),
      })
    }
  }
  for (const conversationId of input.groups)
    skipped.push({ conversationId, reason: 'group', accountState: null, left: 0, others: [] })
  included.sort(bySoonestClosing)
  return summedUp(included, judge, input, { skipped, problem: problemOf() })

  function problemOf(): PlanProblem | null {
    const isEmpty = isBlank(content.text) && content.fileSizes.length === 0
    // where a name is missing, a text of placeholders may come to nothing
    if (isEmpty || (chosen > 0 && cheapest === 0)) return 'nothing-to-send'
    if (isTooLong) return 'text-too-long'
    if (chosen === 0 && skipped.every(({ reason }) => reason === 'excluded' || reason === 'group'))
      return 'no-recipients'
    if (Number.isFinite(cheapest) && cheapest > QUOTA - input.reserve) return 'too-many-messages'
    return included.length === 0 ? 'nobody-reachable' : null
  }
}

type Candidate = ReturnType<typeof peopleFor<Route>>[number]

/** Null for who gets it; people that nothing asks for are no part of the plan. */
function reasonFor(person: Candidate, judge: RouteJudge): SkipReason | 'not-asked-for' | null {
  const { route, isChosen, isConsidered, isExcluded } = person
  const comesToNothing = judge.messages(route) === 0 && !judge.isLeftOut(route)
  if (isChosen) return comesToNothing ? 'not-asked-for' : judge.reasonAgainst(route)
  if (!isConsidered) return 'not-asked-for'
  if (isExcluded) return 'excluded'
  return judge.reasonAgainst(route) ?? 'not-asked-for'
}

function othersOf(routes: readonly Route[], taken: Route, judge: RouteJudge) {
  return routes.filter((route) => route !== taken && judge.reasonAgainst(route) === null).map(({ id }) => id)
}

/** The plan for those it includes, beside what is known of the others. */
function summedUp(
  included: readonly Route[],
  judge: RouteJudge,
  { accounts, now, paceMs, perMinute, reserve, content }: PlanInput,
  { skipped, problem }: Pick<BroadcastPlan, 'skipped' | 'problem'>,
): BroadcastPlan {
  const bytesEach = content.fileSizes.reduce((sum, size) => sum + size, 0)
  const costs = included.map((route) => judge.messages(route))
  const schedule = scheduleOf(
    included.map(({ accountId }, index) => ({ accountId, messages: costs[index] ?? 0 })),
    { paceMs, perMinute },
  )
  const perAccount = new Map<AccountId, BroadcastPlan['accounts'][number]>()
  const unnamed = { contacts: 0, accounts: 0 }
  for (const [index, route] of included.entries()) {
    const { accountId } = route
    const sum = perAccount.get(accountId) ?? { accountId, people: 0, messages: 0, bytes: 0 }
    sum.people += 1
    sum.messages += costs[index] ?? 0
    sum.bytes += bytesEach
    perAccount.set(accountId, sum)
    const missing = judge.missing(route)
    if (missing.contact) unnamed.contacts += 1
    if (missing.account) unnamed.accounts += 1
  }
  return {
    skipped,
    problem,
    included: included.map((route, index) => {
      const turn = schedule[index] ?? { firstMs: 0, lastMs: 0 }
      const window = windowAt(route, now)
      return {
        conversationId: route.id,
        messages: costs[index] ?? 0,
        turnMs: turn.firstMs,
        closesBefore: window.kind === 'open' && turn.lastMs >= window.remainingMs,
      }
    }),
    messagesEach:
      costs.length === 0 ? { from: 0, to: 0 } : { from: Math.min(...costs), to: Math.max(...costs) },
    messages: costs.reduce((sum, cost) => sum + cost, 0),
    bytesEach,
    bytes: bytesEach * included.length,
    accounts: [...perAccount.values()].sort(
      (one, other) =>
        (accounts.get(one.accountId)?.position ?? 0) - (accounts.get(other.accountId)?.position ?? 0),
    ),
    durationMs: schedule.reduce((latest, { lastMs }) => Math.max(latest, lastMs), 0),
    reserve,
    unnamed,
  }
}
