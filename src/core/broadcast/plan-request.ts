import type { ReadHandle } from '#core/storage/handles.ts'
import { LedgerSums } from '#core/storage/ledger-sums.ts'
import { RouteRepository } from '#core/storage/route-repository.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { type PlanInput, planBroadcast } from './plan.ts'

/** What a plan is made from besides the routes, which the database knows; plain data for any thread. */
export type PlanRequest = Omit<PlanInput, 'routes'>

/** With the routes to everybody, on which what runs have yet to hand over counts as unsent. */
export function readPlanInput(database: ReadHandle, request: PlanRequest): PlanInput {
  const pending = new LedgerSums(database).pendingByConversation()
  const routes = new RouteRepository(database).list().map((route) => {
    const more = pending.get(route.id) ?? 0
    return more === 0 ? route : { ...route, unsent: route.unsent + more }
  })
  return { ...request, routes }
}

export function readPlan(database: ReadHandle, request: PlanRequest): BroadcastPlan {
  return planBroadcast(readPlanInput(database, request))
}
