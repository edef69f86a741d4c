import type { ReadHandle } from '#core/storage/handles.ts'
import { LedgerReader } from '#core/storage/ledger-reader.ts'
import { LedgerSums } from '#core/storage/ledger-sums.ts'
import { RouteRepository } from '#core/storage/route-repository.ts'
import { text } from '#core/storage/row.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { isGroupContact } from '#shared/model/group.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { formerPeople } from '#shared/model/recipients.ts'
import { type PlanInput, planBroadcast } from './plan.ts'
import { lineOf } from './recipient-state.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What a plan is made from besides the routes, which the database knows; plain data for any thread. */
export type PlanRequest = Omit<PlanInput, 'routes' | 'groups' | 'former' | 'tagged' | 'recent'>

/** With the routes to everybody, on which what runs have yet to hand over counts as unsent. */
export function readPlanInput(database: ReadHandle, request: PlanRequest): PlanInput {
  const pending = new LedgerSums(database).pendingByConversation()
  const routes = new RouteRepository(database).list().map((route) => {
    const more = pending.get(route.id) ?? 0
    return more === 0 ? route : { ...route, unsent: route.unsent + more }
  })
  const groups = pickedGroups(database, request.choice)
  const tagged = readTags(database, request.choice)
  const { cap, capDays } = request.cap
  const days = Math.max(cap === 0 ? 0 : capDays, request.choice.notWithinDays ?? 0)
  const recent = days === 0 ? new Map() : new LedgerSums(database).broadcastTo(request.now - days * DAY_MS)
  return { ...request, routes, groups, tagged, recent, former: readFormer(database, request.choice) }
}

/** Everybody's tags, where the choice asks for some. */
function readTags(database: ReadHandle, { tags }: PlanRequest['choice']): PlanInput['tagged'] {
  const byContact = new Map<string, { tags: string[] }>()
  if (tags.any.length + tags.all.length + tags.none.length === 0) return byContact
  for (const row of database.select('SELECT user_id, tag FROM contact_tags').all()) {
    const userId = text(row, 'user_id')
    const known = byContact.get(userId) ?? { tags: [] }
    known.tags.push(text(row, 'tag'))
    byContact.set(userId, known)
  }
  return byContact
}

function readFormer(database: ReadHandle, { from }: PlanRequest['choice']): Set<string> | null {
  if (typeof from !== 'object') return null
  return formerPeople(new LedgerReader(database).list(from.run).map(lineOf), from.which)
}

/** The conversations of groups that were picked: nobody can write to them, and whoever picked them is to know. */
function pickedGroups(database: ReadHandle, { picks }: PlanRequest['choice']): ConversationId[] {
  const ofGroup = database.select(
    `SELECT c.id FROM conversations c JOIN accounts a ON a.id = c.account_id AND a.removed = 0
     WHERE c.contact_user_id = ? AND c.erased = 0`,
  )
  return picks
    .filter(({ contactUserId, included }) => included && isGroupContact(contactUserId))
    .flatMap(({ contactUserId }) => ofGroup.all(contactUserId))
    .map((row) => ConversationId.parse(row['id']))
}

export function readPlan(database: ReadHandle, request: PlanRequest): BroadcastPlan {
  return planBroadcast(readPlanInput(database, request))
}
