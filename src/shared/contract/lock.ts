import { z } from 'zod'
import { MAX_PASSPHRASE, MIN_LOCK_PASSPHRASE } from '../limits.ts'
import type { LockView, PassphraseCheck } from '../model/lock.ts'
import { request } from './request.ts'

/** One that is to be looked at. Never logged, never kept. */
const Passphrase = z.string().max(MAX_PASSPHRASE)
const NewPassphrase = Passphrase.min(MIN_LOCK_PASSPHRASE)

/**
 * Requests about the lock. While it is locked everything else but `app.starting`, `app.painted` and `app.networkChanged`
 * fails with `locked`, and nothing is told.
 */
export const lockRequests = {
  'lock.state': request(z.undefined())<LockView>(),
  /** Locks at once; the page is loaded anew. Fails with `not-possible-now` without a passphrase. */
  'lock.now': request(z.undefined())<void>(),
  /** Shows everything again, if it is the passphrase. */
  'lock.unlock': request(z.object({ passphrase: Passphrase }))<PassphraseCheck>(),
  /** Sets the first passphrase. Fails with `not-possible-now` where there is one, and in practice mode. */
  'lock.set': request(z.object({ passphrase: NewPassphrase }))<void>(),
  /** Sets another one in place of `former`. */
  'lock.change': request(z.object({ former: Passphrase, passphrase: NewPassphrase }))<PassphraseCheck>(),
  /** From now on nothing is locked. */
  'lock.remove': request(z.object({ former: Passphrase }))<PassphraseCheck>(),
  /**
   * The one way out without the passphrase: signs every account out, removes the passphrase, and keeps the history or
   * begins anew with nothing. Fails with `not-possible-now` unless it is locked, and for keeping before
   * `TRIES_TO_KEEP_HISTORY` wrong tries.
   */
  'lock.forget': request(z.object({ history: z.enum(['keep', 'delete']) }))<void>(),
}
