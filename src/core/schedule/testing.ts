import type { SessionStatus } from '#core/accounts/ports.ts'
import { createTestOutbox } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { ConversationId, ScheduledId } from '#shared/model/ids.ts'
import { type StagedFile, StagedId } from '#shared/model/media.ts'
import { type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { type NewScheduled, Schedule } from './schedule.ts'
import { ScheduleAlarm } from './schedule-alarm.ts'

const MINUTE_MS = 60_000

/** A schedule over an outbox whose sends the test answers by hand. It looks at the clock once `start` was called. */
export function createTestSchedule(file?: string | Database) {
  const app = createTestOutbox(file)
  const { clock, stores, outbox, session, events } = app
  const account: SessionStatus = { state: 'online', since: 0, reason: null }
  const alarm = new ScheduleAlarm({
    ...{ clock, stores, outbox, files: app.bytes },
    statusOf: () => account,
    canSend: (id) => session.canSend(id),
    failed: (error) => app.failures.push(error),
  })
  const schedule = new Schedule({
    ...{ clock, stores, outbox, events },
    restage: (name, file) => Promise.resolve(stage(name, file)),
    released: (hashes) => void app.released.push(...hashes),
    changed: () => alarm.check(),
  })
  let requests = 0
  let stagings = 0

  /** Has a file reviewed. */
  function stage(name: string, file: MediaFile): StagedFile {
    stagings += 1
    const id = StagedId.parse(`60000000-0000-4000-8000-${String(stagings).padStart(12, '0')}`)
    const { size, kind, type } = file
    app.files.add(file, clock.now())
    app.files.addStaged(id, name, file)
    return { id, name, size, kind, type, sendKind: 'file', withPlace: null, mayHoldPlace: false }
  }

  /** The time that the clock shows so many minutes from now. */
  function inMinutes(minutes: number): WallTime {
    return wallTimeAt(clock.now() + minutes * MINUTE_MS)
  }

  /** Schedules a text, and files behind it, so many minutes from now. */
  function add(
    text: string,
    minutes: number,
    { to = app.conversationWith(), files = [] }: { to?: ConversationId; files?: NewScheduled['files'] } = {},
  ): ScheduledId {
    requests += 1
    const requestId = `40000000-0000-4000-8000-${String(requests).padStart(12, '0')}`
    schedule.add({ conversationId: to, requestId, text, files, due: inMinutes(minutes) })
    const id = stores.scheduled.ofRequest(requestId)?.id
    if (id === undefined) throw new Error('nothing was scheduled')
    return id
  }

  /** Lets so many minutes pass. */
  async function pass(minutes: number): Promise<void> {
    await clock.advance(minutes * MINUTE_MS)
  }

  function start(): void {
    outbox.settleInterrupted()
    alarm.start()
    outbox.start()
  }

  return { ...app, account, alarm, schedule, inMinutes, add, stage, pass, start }
}
