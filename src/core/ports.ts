import type { AccountId } from '#shared/model/ids.ts'
import type { Settings } from '#shared/model/settings.ts'
import type { LogEvent } from './diagnostics/log-event.ts'

/** The app's clock and its timers. Tests drive it by hand. */
export interface Clock {
  /** Wall time in Unix milliseconds. It may be set back or forward at any moment: for display, reply windows and what is stored. */
  now(): number
  /** Milliseconds since some moment of this run; only ever goes on. For waits, pace, backoff and time-outs. */
  monotonic(): number
  /** Calls `fn` once after `ms` of monotonic time; the returned function cancels it. */
  setTimeout(ms: number, fn: () => void): () => void
}

/** The source of everything random. */
export interface Random {
  /** A uniformly random unsigned 32-bit integer. */
  uint32(): number
  bytes(length: number): Uint8Array
  uuid(): string
}

/** How well the system protects what the vault holds; `ask` until the operator has answered (P9). */
export type Protection = 'strong' | 'weak-agreed' | 'session-only' | 'ask'

/**
 * The only place bot tokens live (P9). `set` resolves when the token is durable (or, with
 * `session-only`, kept in memory) and rejects with AppError `vault-refused` while protection is `ask`.
 * `get` rejects while the system's keyring cannot be opened; null means that there is no token.
 */
export interface SecretVault {
  protection(): Protection
  get(id: AccountId): Promise<string | null>
  set(id: AccountId, token: string): Promise<void>
  delete(id: AccountId): Promise<void>
}

/** Where settings are kept between starts. `write` is durable when it returns. */
export interface SettingsStore {
  read(): Settings
  write(settings: Settings): void
}

/** Guards that an account is polled by one process of this computer only (P6). */
export interface AccountLeases {
  /**
   * Takes what `key` names. The key may be secret and is not kept in readable form. Never rejects.
   * @returns a function that gives it back, or null while another process holds it
   */
  acquire(key: string): Promise<(() => void) | null>
}

/** A file of a log, or one to be handed on. */
export interface NamedFile {
  name: string
  content: Uint8Array
}

/** The structured log of the program. Writing never fails: a log that cannot be written is done without. */
export interface Log {
  write(event: LogEvent): void
  /** The files written so far that are still kept. */
  files(): NamedFile[]
}
