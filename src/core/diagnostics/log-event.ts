import type { ReadName } from '#core/reads/queries.ts'
import type { RequestName } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountEvent } from '#shared/model/diagnostics.ts'
import type { SignInStatus } from '#shared/model/sign-in.ts'
import type { FieldPath } from './field-path.ts'

/** The beginning of an account's local id: enough to follow it through a log, good for nothing else. */
export type ShortId = string & { readonly brand: 'ShortId' }

/**
 * What an error leaves in the log: its class, the codes it carries and the places in our own code.
 * Its message is left out, because nobody can say what stands in it (P9).
 */
export interface Failure {
  name: string
  codes: string[]
  /** Function, file and line of the innermost frames, without folders. */
  frames: string[]
}

/** Where something failed that has no words for the operator. */
export type FailurePlace =
  | 'backup'
  | 'broadcast'
  | 'contacts'
  | 'schedule'
  | 'snoozes'
  | 'damage'
  | 'erasure'
  | 'import'
  | 'ingest'
  | 'lock'
  | 'media'
  | 'network'
  | 'note'
  | 'notify'
  | 'outbox'
  | 'practice'
  | 'programs'
  | 'publisher'
  | 'quick-replies'
  | 'quit'
  | 'reads'
  | 'search'
  | 'timeline'
  | 'uncaught'

/**
 * Everything that can stand in a log: a closed union with typed fields. There is no field for free
 * text, so that nothing secret can get in, whoever calls (P9).
 */
export type LogEvent =
  | {
      kind: 'started'
      version: string
      host: 'electron' | 'chromium'
      platform: string
      node: string
      practice: boolean
    }
  | { kind: 'stopped' }
  | { kind: 'account'; account: ShortId; event: AccountEvent }
  | { kind: 'sign-in'; number: number; status: SignInStatus }
  /** The server named a state of a sign-in that this version does not know; null where it was no plain word. */
  | { kind: 'unknown-sign-in-status'; name: string | null }
  | { kind: 'power'; event: 'suspend' | 'resume' }
  | { kind: 'network-changed' }
  /** Requests leave through another proxy than before, or through none. */
  | { kind: 'way-changed' }
  /** The computer's clock went on by this much more, or less, than time has passed. */
  | { kind: 'clock-jump'; ms: number }
  | { kind: 'quit-asked'; sends: number; scheduled: number; broadcasts: number }
  /** The page sent what the contract does not take: null for a request that it does not know. */
  | { kind: 'request-refused'; request: RequestName | null; fields: FieldPath[] }
  /** A read in the thread for reads took long. */
  | { kind: 'slow-read'; read: ReadName; ms: number }
  | { kind: 'request-failed'; request: RequestName; failure: Failure }
  | { kind: 'failure'; where: FailurePlace; failure: Failure }

const SHORT_ID_LENGTH = 8
const MAX_FRAMES = 6
const CODE = /^[A-Za-z0-9_-]{1,40}$/

/** @param id a local account id */
export function shortId(id: string): ShortId {
  return id.slice(0, SHORT_ID_LENGTH) as ShortId
}

function codesOf(error: Error): string[] {
  if (error instanceof AppError) return [error.code]
  const fields: unknown[] = ['code', 'errcode', 'kind', 'status', 'ret'].map(
    (name) => Object.getOwnPropertyDescriptor(error, name)?.value,
  )
  return fields
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String)
    .filter((value) => CODE.test(value))
}

/** `at name (…/folder/file.js:1:2)` without the folder; anything that does not look so is dropped. */
function frameOf(line: string): string | null {
  const [, name = '', file, position] =
    /^\s+at (?:([\w.$#<> ]{1,80}) \()?.*?([\w.-]{1,60}):(\d+:\d+)\)?$/.exec(line) ?? []
  return file === undefined ? null : `${name === '' ? '' : `${name} `}${file}:${position}`
}

/** The frames below the message, which may have lines that look like frames. */
function stackOf({ message, stack = '' }: Error): string {
  return stack.slice(stack.indexOf(message) + message.length)
}

/** Reduces whatever was thrown to what may stand in a log. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'unknown', codes: [], frames: [] }
  const stack = stackOf(error)
    .split('\n')
    .flatMap((line) => frameOf(line) ?? [])
  const name = CODE.test(error.name) ? error.name : 'Error'
  return { name, codes: codesOf(error), frames: stack.slice(0, MAX_FRAMES) }
}
