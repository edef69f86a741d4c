import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredContent } from '#core/storage/broadcast-content-repository.ts'
import type { NewRecipient } from '#core/storage/ledger-repository.ts'
import type { Route } from '#core/storage/route-repository.ts'
import { AppError, type AppErrorCode } from '#shared/errors.ts'
import type { PlanProblem } from '#shared/model/broadcast.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { formerPeople } from '#shared/model/recipients.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { placeholdersIn } from '#shared/text/placeholders.ts'
import { mayBeMuted } from './breakers.ts'
import { piecesOf } from './cost.ts'
import { bySoonestClosing, type PlanAccount, planBroadcast, RouteJudge } from './plan.ts'
import { type PlanRequest, readPlanInput } from './plan-request.ts'
import { lineOf } from './recipient-state.ts'
import type { BroadcastStores } from './stores.ts'

export interface PlanningDeps {
  clock: Clock
  stores: BroadcastStores
  statusOf(id: AccountId): SessionStatus
  /** Whether the server has asked the account for a pause that is not over. */
  isRateLimited(id: AccountId): boolean
  settings(): BroadcastSettings
}

/** A content, whom it is for and how fast. */
export interface Planned {
  content: StoredContent
  choice: RecipientChoice
  paceMs: number
}

/** The list of a run as it is frozen. */
export interface FrozenLedger {
  /** Of a text without placeholders; those of others stand with each recipient. */
  pieces: readonly string[]
  recipients: NewRecipient[]
}

const PROBLEM_CODES: Record<PlanProblem, AppErrorCode> = {
  'nothing-to-send': 'nothing-to-send',
  'text-too-long': 'text-too-long',
  'too-many-messages': 'broadcast-too-many-messages',
  'no-recipients': 'broadcast-no-recipients',
  'nobody-reachable': 'broadcast-nobody-reachable',
}

/** Makes plans from what is known now, and the list of a run from a plan that was confirmed. */
export class Planning {
  readonly #deps: PlanningDeps

  constructor(deps: PlanningDeps) {
    this.#deps = deps
  }

  /** What a plan is made from, besides what the routes say when it is made. */
  request({ content, choice, paceMs }: Planned): PlanRequest {
    const { clock, settings } = this.#deps
    const { reserve, perMinute } = settings()
    return {
      content: {
        text: content.text,
        fallbacks: content.fallbacks,
        fileSizes: content.files.map(({ file }) => file?.size ?? 0),
      },
      choice,
      accounts: this.#accounts(),
      former: this.#former(choice),
      paceMs,
      perMinute,
      reserve,
      now: clock.now(),
    }
  }

  /**
   * The ledger for these people of the plan, in sending order, and the pieces of a text that all get alike. Who
   * cannot be reached any more, and whom the plan skips, stand in it as skipped. An account that is only
   * reconnecting is waited for.
   * @throws AppError the plan's problem, `broadcast-no-recipients`, `broadcast-nobody-reachable`
   */
  ledgerFor(planned: Planned, confirmed: readonly ConversationId[]): FrozenLedger {
    const request = this.request(planned)
    const input = readPlanInput(this.#deps.stores.database, {
      ...request,
      accounts: patient(request.accounts),
    })
    const plan = planBroadcast(input)
    if (plan.problem !== null) throw new AppError(PROBLEM_CODES[plan.problem])
    const judge = new RouteJudge(input)
    const isPersonal = placeholdersIn(planned.content.text).size > 0
    const shared = isPersonal ? [] : piecesOf(planned.content.text)
    const wanted = new Set(confirmed)
    const known = new Map(input.routes.map((route) => [route.id, route]))
    const people = new Set<string>()
    const recipients: NewRecipient[] = []
    const line = (route: Route, isPlanned: boolean, skip: NewRecipient['skip']) => {
      people.add(route.contactUserId)
      const { contactUserId, accountId, id: conversationId } = route
      const pieces = isPersonal && isPlanned ? piecesOf(judge.text(route)) : null
      const texts = pieces?.length ?? shared.length
      const items = isPlanned ? texts + input.content.fileSizes.length : 0
      recipients.push({ conversationId, accountId, contactUserId, isPlanned, pieces, items, skip })
    }
    for (const route of input.routes.filter(({ id }) => wanted.has(id)).sort(bySoonestClosing)) {
      // nobody gets anything twice, however many routes to them were confirmed
      if (!people.has(route.contactUserId)) line(route, true, judge.reasonAgainst(route))
    }
    if (recipients.length === 0) throw new AppError('broadcast-no-recipients')
    if (recipients.every(({ skip }) => skip !== null)) throw new AppError('broadcast-nobody-reachable')
    for (const { conversationId, reason } of plan.skipped) {
      const route = known.get(conversationId)
      if (route !== undefined && !people.has(route.contactUserId)) line(route, false, reason)
    }
    return { pieces: shared, recipients }
  }

  #accounts(): Map<AccountId, PlanAccount> {
    const { stores, statusOf, isRateLimited } = this.#deps
    return new Map(
      stores.accounts.list().map((account) => {
        const isRestricted = mayBeMuted(account) || isRateLimited(account.id)
        const { alias, isDefault, position, ownerUserId } = account
        const { state } = statusOf(account.id)
        return [account.id, { alias, isDefault, position, ownerUserId, state, isRestricted }]
      }),
    )
  }

  #former({ from }: RecipientChoice): Set<string> | null {
    if (typeof from !== 'object') return null
    return formerPeople(this.#deps.stores.ledger.list(from.run).map(lineOf), from.which)
  }
}

/** Accounts that will be online again by themselves count as online. */
function patient(accounts: ReadonlyMap<AccountId, PlanAccount>): Map<AccountId, PlanAccount> {
  return new Map(
    [...accounts].map(([id, account]) => {
      const isBack = account.state === 'connecting' || account.state === 'reconnecting'
      return [id, isBack ? { ...account, state: 'online' } : account]
    }),
  )
}
