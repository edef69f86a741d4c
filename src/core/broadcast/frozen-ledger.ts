import type { ReadHandle } from '#core/storage/handles.ts'
import type { NewRecipient } from '#core/storage/ledger-repository.ts'
import type { Route } from '#core/storage/route-repository.ts'
import type { PlanProblem } from '#shared/model/broadcast.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { placeholdersIn } from '#shared/text/placeholders.ts'
import { piecesOf } from './cost.ts'
import { bySoonestClosing, type PlanInput, planBroadcast, RouteJudge } from './plan.ts'
import { type PlanRequest, readPlanInput } from './plan-request.ts'

/** Recipients that main writes in one transaction. */
const PORTION = 25

/** What the list of a run is made from; plain data for any thread. */
export interface LedgerRequest {
  plan: PlanRequest
  /** Whom the operator confirmed it for. */
  confirmed: readonly ConversationId[]
}

/** The list of a run as it is frozen, or why it cannot be. */
export type FrozenLedger =
  | { kind: 'problem'; problem: PlanProblem }
  | {
      kind: 'ledger'
      /** Of a text without placeholders; those of others stand with each recipient. */
      pieces: string[]
      /** Accounts that somebody is to be reached through. */
      accounts: AccountId[]
      /** Recipients in sending order as JSON: a text comes from thread to thread quickly, ten thousand objects do not. */
      portions: string[]
    }

/** What the confirmed plan comes to now, as JSON for main to write bit by bit. */
export function readFrozenLedger(database: ReadHandle, { plan, confirmed }: LedgerRequest): FrozenLedger {
  const input = readPlanInput(database, plan)
  const made = planBroadcast(input)
  if (made.problem !== null) return { kind: 'problem', problem: made.problem }
  const pieces = sharedPieces(input)
  const recipients = recipientsOf(input, confirmed, pieces)
  const planned = recipients.filter(({ isPlanned }) => isPlanned)
  if (planned.length === 0) return { kind: 'problem', problem: 'no-recipients' }
  if (planned.every(({ skip }) => skip !== null)) return { kind: 'problem', problem: 'nobody-reachable' }
  const known = new Map(input.routes.map((route) => [route.id, route]))
  const people = new Set(recipients.map(({ contactUserId }) => contactUserId))
  for (const { conversationId, reason } of made.skipped) {
    const route = known.get(conversationId)
    if (route === undefined || people.has(route.contactUserId)) continue
    people.add(route.contactUserId)
    recipients.push({ ...lineFor(route), isPlanned: false, pieces: null, items: 0, skip: reason })
  }
  return {
    kind: 'ledger',
    pieces: pieces ?? [],
    accounts: [...new Set(planned.map(({ accountId }) => accountId))],
    portions: Array.from({ length: Math.ceil(recipients.length / PORTION) }, (_, index) =>
      JSON.stringify(recipients.slice(index * PORTION, (index + 1) * PORTION)),
    ),
  }
}

/** The recipients of a portion. */
export function recipientsIn(portion: string): NewRecipient[] {
  return JSON.parse(portion)
}

/** Null where everybody gets a text of their own. */
function sharedPieces({ content }: PlanInput): string[] | null {
  return placeholdersIn(content.text).size > 0 ? null : piecesOf(content.text)
}

/** Those who were confirmed, in sending order; who cannot be reached any more stands there as skipped. */
function recipientsOf(
  input: PlanInput,
  confirmed: readonly ConversationId[],
  shared: string[] | null,
): NewRecipient[] {
  const judge = new RouteJudge(input)
  const wanted = new Set(confirmed)
  const people = new Set<string>()
  const recipients: NewRecipient[] = []
  for (const route of input.routes.filter(({ id }) => wanted.has(id)).sort(bySoonestClosing)) {
    // nobody gets anything twice, however many routes to them were confirmed
    if (people.has(route.contactUserId)) continue
    people.add(route.contactUserId)
    const pieces = shared === null ? piecesOf(judge.text(route)) : null
    const items = (pieces ?? shared ?? []).length + input.content.fileSizes.length
    recipients.push({
      ...lineFor(route),
      ...{ isPlanned: true, pieces, items, skip: judge.reasonAgainst(route) },
    })
  }
  return recipients
}

function lineFor({ contactUserId, accountId, id }: Route) {
  return { conversationId: id, accountId, contactUserId }
}
