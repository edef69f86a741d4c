import type { Way } from '#core/storage/way-repository.ts'
import type { AccountState, AccountSummary } from '#shared/model/account.ts'
import type {
  BroadcastPlan,
  NameFallbacks,
  PlanProblem,
  SkippedRecipient,
  SkipReason,
} from '#shared/model/broadcast.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { peopleFor } from '#shared/model/recipients.ts'
import { messagesLeft, QUOTA, windowAt } from '#shared/model/reply-window.ts'
import { fillPlaceholders, givenNames, placeholdersIn } from '#shared/text/placeholders.ts'
import { createCounting } from './cost.ts'
import { scheduleOf } from './schedule.ts'

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
  ways: readonly Way[]
  accounts: ReadonlyMap<AccountId, PlanAccount>
  /** Whom the former run was for that the choice names; null when it names none. */
  former: ReadonlySet<string> | null
  paceMs: number
  perMinute: number
  reserve: number
  now: number
}

/** Judges ways for one content: what it would cost, and what stands against it. */
export class WayJudge {
  readonly #input: Omit<PlanInput, 'choice' | 'former' | 'ways'>
  readonly #count: ReturnType<typeof createCounting>

  constructor(input: Omit<PlanInput, 'choice' | 'former' | 'ways'>) {
    this.#input = input
    this.#count = createCounting(input.content.text, input.content.fallbacks)
  }

  names(way: Way) {
    return givenNames(way, this.#input.accounts.get(way.accountId))
  }

  /** The text as it goes out this way. */
  text(way: Way): string {
    const { text, fallbacks } = this.#input.content
    return fillPlaceholders(text, this.names(way), fallbacks)
  }

  isTooLong(way: Way): boolean {
    return this.#count(this.names(way)).isTooLong
  }

  messages(way: Way): number {
    return this.#count(this.names(way)).messages + this.#input.content.fileSizes.length
  }

  left(way: Way): number {
    return Math.max(0, messagesLeft(way, this.#input.now) - way.unsent)
  }

  /** Why nothing can go this way, or null. */
  reasonAgainst(way: Way): SkipReason | null {
    const { accounts, reserve, now } = this.#input
    if (way.isExcluded) return 'excluded'
    const account = accounts.get(way.accountId)
    if (account?.state !== 'online') return 'account-offline'
    if (account.isRestricted) return 'account-may-be-muted'
    if (windowAt(way, now).kind !== 'open' || !way.hasContextToken) return 'window-closed'
    return quotaReason(this.left(way), this.messages(way), reserve)
  }
}

/** Whether so many messages fit beside the reserve (P13). */
export function quotaReason(left: number, messages: number, reserve: number): SkipReason | null {
  if (left < messages) return 'quota-short'
  return left - messages < reserve ? 'reserve' : null
}

/** The sending order: whose window closes soonest comes first. */
export function bySoonestClosing(one: Way, other: Way): number {
  return (one.lastInboundAt ?? 0) - (other.lastInboundAt ?? 0) || one.id - other.id
}

/** Says who gets it and who does not, what it costs and how long it takes. */
export function planBroadcast(input: PlanInput): BroadcastPlan {
  const { choice, ways, accounts, former, now, content } = input
  const judge = new WayJudge(input)
  const included: Way[] = []
  const skipped: SkippedRecipient[] = []
  let chosen = 0
  let cheapest = Number.POSITIVE_INFINITY
  let isTooLong = false
  for (const person of peopleFor(choice, ways, accounts, former, now)) {
    const { way } = person
    const reason = reasonFor(person, judge)
    if (person.isChosen) {
      chosen += 1
      cheapest = Math.min(cheapest, judge.messages(way))
      isTooLong ||= judge.isTooLong(way)
    }
    if (reason === 'not-asked-for') continue
    if (reason === null) included.push(way)
    else {
      skipped.push({
        conversationId: way.id,
        reason,
        accountState: accounts.get(way.accountId)?.state ?? null,
        left: judge.left(way),
        others: reason === 'excluded' ? [] : othersOf(person.ways, way, judge),
      })
    }
  }
  included.sort(bySoonestClosing)
  const bytesEach = content.fileSizes.reduce((sum, size) => sum + size, 0)
  return {
    ...sums(included, judge, input, bytesEach),
    skipped,
    problem: problemOf(),
  }

  function problemOf(): PlanProblem | null {
    const isBlank = content.text.trim() === '' && content.fileSizes.length === 0
    // where a name is missing, a text of placeholders may come to nothing
    if (isBlank || (chosen > 0 && cheapest === 0)) return 'nothing-to-send'
    if (isTooLong) return 'text-too-long'
    if (chosen === 0 && skipped.every(({ reason }) => reason === 'excluded')) return 'no-recipients'
    if (chosen > 0 && cheapest > QUOTA - input.reserve) return 'too-many-messages'
    return included.length === 0 ? 'nobody-reachable' : null
  }
}

type Candidate = ReturnType<typeof peopleFor<Way>>[number]

/** Null for who gets it; people that nothing asks for are no part of the plan. */
function reasonFor(person: Candidate, judge: WayJudge): SkipReason | 'not-asked-for' | null {
  const { way, isChosen, isConsidered, isExcluded } = person
  if (isChosen) return judge.messages(way) === 0 ? 'not-asked-for' : judge.reasonAgainst(way)
  if (!isConsidered) return 'not-asked-for'
  if (isExcluded) return 'excluded'
  return judge.reasonAgainst(way) ?? 'not-asked-for'
}

function othersOf(ways: readonly Way[], taken: Way, judge: WayJudge) {
  return ways.filter((way) => way !== taken && judge.reasonAgainst(way) === null).map(({ id }) => id)
}

function sums(
  included: readonly Way[],
  judge: WayJudge,
  { accounts, now, paceMs, perMinute, reserve, content }: PlanInput,
  bytesEach: number,
): Omit<BroadcastPlan, 'skipped' | 'problem'> {
  const costs = included.map((way) => judge.messages(way))
  const schedule = scheduleOf(
    included.map(({ accountId }, index) => ({ accountId, messages: costs[index] ?? 0 })),
    { paceMs, perMinute },
  )
  const perAccount = new Map<AccountId, BroadcastPlan['accounts'][number]>()
  const used = placeholdersIn(content.text)
  const unnamed = { contacts: 0, accounts: 0 }
  for (const [index, way] of included.entries()) {
    const { accountId } = way
    const sum = perAccount.get(accountId) ?? { accountId, people: 0, messages: 0, bytes: 0 }
    sum.people += 1
    sum.messages += costs[index] ?? 0
    sum.bytes += bytesEach
    perAccount.set(accountId, sum)
    const names = judge.names(way)
    if (used.has('contact') && names.contact === null) unnamed.contacts += 1
    if (used.has('account') && names.account === null) unnamed.accounts += 1
  }
  return {
    included: included.map((way, index) => {
      const turn = schedule[index] ?? { firstMs: 0, lastMs: 0 }
      const window = windowAt(way, now)
      return {
        conversationId: way.id,
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
