import { z } from 'zod'
import { MAX_CODE_PICTURE_BYTES, MAX_GROUPED } from '../limits.ts'
import { ACCOUNT_COLOURS } from '../model/account.ts'
import { AccountId, SignInId } from '../model/ids.ts'
import { OwnName } from './own-texts.ts'
import { request } from './request.ts'

/** How every PNG file begins (RFC 2083, 12.12). */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** A drawn code: a PNG file. */
const CodePicture = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= MAX_CODE_PICTURE_BYTES && isPng(bytes), 'not a PNG picture of a code')

function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)
}

export const accountRequests = {
  /** Puts a new sign-in code on screen; with an account it signs that one in again. */
  'signIn.start': request(z.object({ label: OwnName.nullable(), accountId: AccountId.nullable() }))<{
    id: SignInId
  }>(),
  /** Says whose code it is; empty or null takes that back. */
  'signIn.setLabel': request(z.object({ id: SignInId, label: OwnName.nullable() }))<void>(),
  /** Starts an ended attempt again, or replaces its code. */
  'signIn.newCode': request(z.object({ id: SignInId }))<void>(),
  'signIn.submitCode': request(
    z.object({
      id: SignInId,
      code: z
        .string()
        .trim()
        .regex(/^\d{1,10}$/),
    }),
  )<void>(),
  /** Asks where to and saves the picture of a code there; `number` is the code's on screen. */
  'signIn.saveCode': request(
    z.object({ number: z.number().int().min(1).max(10_000), picture: CodePicture }),
  )<{ saved: boolean }>(),
  /** Ends the attempt and takes its code off the screen; what is signed in stays. */
  'signIn.dismiss': request(z.object({ id: SignInId }))<void>(),
  'accounts.setAlias': request(z.object({ id: AccountId, alias: OwnName }))<void>(),
  'accounts.setColour': request(
    z.object({
      id: AccountId,
      colour: z
        .number()
        .int()
        .min(0)
        .max(ACCOUNT_COLOURS - 1),
    }),
  )<void>(),
  /** Puts accounts among others that belong together; empty takes them out of any group. All of them or none. */
  'accounts.setGroup': request(
    z.object({ ids: z.array(AccountId).min(1).max(MAX_GROUPED), group: OwnName }),
  )<void>(),
  'accounts.setDefault': request(z.object({ id: AccountId }))<void>(),
  /** Aborts the open poll and polls anew at once. */
  'accounts.reconnect': request(z.object({ id: AccountId }))<void>(),
  /** Moves an account to a place in the operator's order, 0 being the first. */
  'accounts.move': request(z.object({ id: AccountId, index: z.number().int().min(0).max(10_000) }))<void>(),
  /** Stops the session, tells the server and deletes the token; the history stays. */
  'accounts.signOut': request(z.object({ id: AccountId }))<void>(),
  /** Signs out and takes the account out of every list; kept history returns with its owner. */
  'accounts.remove': request(z.object({ id: AccountId, history: z.enum(['keep', 'delete']) }))<void>(),
}
