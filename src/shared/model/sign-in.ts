import type { AccountId, SignInId } from './ids.ts'

/**
 * Where one sign-in attempt stands (fact sheet 2.2).
 * `signed-in`, `already-connected`, `not-allowed`, `expired`, `blocked` and `failed` are ends;
 * "New code" starts an ended attempt again.
 */
export type SignInStatus =
  | 'starting'
  | 'waiting'
  | 'scanned'
  | 'need-code'
  | 'wrong-code'
  | 'blocked'
  | 'expired'
  | 'moved'
  | 'already-connected'
  | 'not-allowed'
  | 'unreachable'
  | 'signed-in'
  | 'failed'

/** One sign-in code on screen. Times are Unix milliseconds. */
export interface SignIn {
  id: SignInId
  /** Position on screen, from 1. */
  number: number
  label: string | null
  status: SignInStatus
  /** The URL to draw as a QR code, null while there is none. Shown nowhere else (P9). */
  qrContent: string | null
  /** When this code will be replaced by a new one; null when none is shown. */
  renewsAt: number | null
  issuedAt: number | null
  /** The account that is being signed in again, or the result once signed in. */
  accountId: AccountId | null
  /** The status is final until the operator asks for a new code. */
  ended: boolean
}
