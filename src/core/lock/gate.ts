import type { Reader } from '#core/connections/connection.ts'
import type { MediaServing } from '#core/media/ports.ts'
import type { Router } from '#core/router.ts'
import type { RequestName } from '#shared/contract/index.ts'
import type { Result } from '#shared/errors.ts'
import type { StageResult } from '#shared/model/media.ts'
import type { Lock } from './lock.ts'

/** What is answered while it is locked: how it stands, the two ways out, and what says nothing of anybody. */
export const ANSWERED_WHILE_LOCKED: readonly RequestName[] = [
  'lock.state',
  'lock.now',
  'lock.unlock',
  'lock.forget',
  'app.starting',
  'app.painted',
  'app.networkChanged',
]

/** What a page that is just locked still has in its hands is taken (P14); nothing is said in return. */
const HANDED_IN: RequestName = 'conversations.saveDraft'

const LOCKED: Result<never> = { ok: false, error: { code: 'locked' } }
const NOT_TAKEN: StageResult = { ok: false, name: '', problem: 'cancelled' }

/** The ways in to the product. */
interface Ways {
  router: Router
  stage(message: unknown): Promise<StageResult | null>
  serving: MediaServing
}

/** The one place where a locked product turns everybody away: requests, files that are brought, media that are fetched. */
export function createGate(lock: Pick<Lock, 'isLocked' | 'times'>, { router, stage, serving }: Ways): Ways {
  /** How often it had been locked when a reader was last answered. */
  const served = new WeakMap<Reader, number>()
  /** What takes a while is asked for and handed out while it is open: what was read for an open window is not for a locked one. */
  const whileOpen = async <T>(read: () => Promise<T>, refusal: T): Promise<T> => {
    if (lock.isLocked) return refusal
    const found = await read()
    return lock.isLocked ? refusal : found
  }
  const isAnswered = (name: unknown) => ANSWERED_WHILE_LOCKED.some((one) => one === name)
  return {
    async router(name, input, reader) {
      if (isAnswered(name)) return router(name, input, reader)
      if (!lock.isLocked) {
        served.set(reader, lock.times)
        return whileOpen(() => router(name, input, reader), LOCKED)
      }
      if (name === HANDED_IN && served.get(reader) === lock.times - 1) await router(name, input, reader)
      return LOCKED
    },
    stage: (message) => whileOpen(() => stage(message), NOT_TAKEN),
    serving: {
      media: (id) => (lock.isLocked ? null : serving.media(id)),
      voice: (id) => whileOpen(() => serving.voice(id), null),
      staged: (id) => (lock.isLocked ? null : serving.staged(id)),
    },
  }
}
