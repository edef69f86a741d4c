import type { Locking } from '#core/lock/locking.ts'
import type { HandlersOf } from '#core/router.ts'
import type { lockRequests } from '#shared/contract/lock.ts'
import { AppError } from '#shared/errors.ts'

export function createLockHandlers(locking: Locking): HandlersOf<typeof lockRequests> {
  const { lock } = locking
  return {
    'lock.state': () => locking.view(),
    'lock.now'() {
      if (!lock.lock()) throw new AppError('not-possible-now')
    },
    'lock.unlock': ({ passphrase }) => lock.unlock(passphrase),
    'lock.set': ({ passphrase }) => lock.set(passphrase),
    'lock.change': ({ former, passphrase }) => lock.change(former, passphrase),
    'lock.remove': ({ former }) => lock.remove(former),
    'lock.forget': ({ history }) => locking.forget(history),
  }
}
