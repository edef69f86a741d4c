import { z } from 'zod'
import { ACCOUNT_COLOURS } from '../model/account.ts'
import { AccountId, SignInId } from '../model/ids.ts'
import { OwnName } from './own-texts.ts'
import { request } from './request.ts'

export const accountRequests = {
  /** Puts a new sign-in code on screen; with an account it signs that one in again. */
  'signIn.start': request(z.object({ label: OwnName.nullable(), accountId: AccountId.nullable() }))<{
    id: SignInId
  }>(),
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
