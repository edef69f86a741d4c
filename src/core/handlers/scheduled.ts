import type { HandlersOf } from '#core/router.ts'
import type { Schedule } from '#core/schedule/schedule.ts'
import type { scheduledRequests } from '#shared/contract/scheduled.ts'

export function createScheduledHandlers(schedule: Schedule): HandlersOf<typeof scheduledRequests> {
  return {
    'scheduled.add': (input) => schedule.add(input),
    'scheduled.move': ({ id, due }) => schedule.move(id, due),
    'scheduled.takeBack': ({ id, typed }) => schedule.takeBack(id, typed),
    'scheduled.cancel': ({ id }) => schedule.cancel(id),
    'scheduled.sendNow': ({ id }) => schedule.sendNow(id),
  }
}
