import { filled } from './decode-items.ts'
import { cleanServerText } from './errors.ts'
import { LoginStatusAnswer } from './wire.ts'

/** A sign-in code's status (fact sheet 2.2). `qrcode`, token and ids in it are secrets or personal (P9). */
export type LoginStatus =
  | { readonly status: 'wait' }
  | { readonly status: 'scaned' }
  | { readonly status: 'need_verifycode' }
  | { readonly status: 'verify_code_blocked' }
  | { readonly status: 'expired' }
  /** Poll that host from now on, if it is allowed; without a host stay. */
  | { readonly status: 'scaned_but_redirect'; readonly redirectHost: string | null }
  /** Success without credentials: the account is one we already hold. */
  | { readonly status: 'binded_redirect' }
  | {
      readonly status: 'confirmed'
      readonly botToken: string
      readonly botId: string
      readonly userId: string | null
      /** As the server wrote it, still to be checked by the host policy; null means the configured server. */
      readonly baseUrl: string | null
    }
  /** Confirmed without a bot id or usable token: the sign-in failed. */
  | { readonly status: 'confirmed_incomplete'; readonly missing: 'ilink_bot_id' | 'bot_token' }
  /** A status of the future: treat as `wait` and log its name. */
  | { readonly status: 'unknown'; readonly name: string }

const MAX_NAME = 40

/** Reads a status answer; an answer without a status counts as `wait`. */
export function parseLoginStatus(body: Record<string, unknown>): LoginStatus {
  const answer = LoginStatusAnswer.parse(body)
  switch (answer.status) {
    case undefined:
    case '':
    case 'wait':
      return { status: 'wait' }
    case 'scaned':
    case 'need_verifycode':
    case 'verify_code_blocked':
    case 'expired':
    case 'binded_redirect':
      return { status: answer.status }
    case 'scaned_but_redirect':
      return { status: 'scaned_but_redirect', redirectHost: filled(answer.redirect_host?.trim()) }
    case 'confirmed':
      return parseConfirmed(answer)
    default:
      return { status: 'unknown', name: cleanServerText(answer.status, []).slice(0, MAX_NAME) }
  }
}

/** What can stand in a header; anything else could never be sent, and must not bind an account. */
const SENDABLE = /^[\x21-\x7e]+$/

function parseConfirmed(answer: ReturnType<typeof LoginStatusAnswer.parse>): LoginStatus {
  const botId = filled(answer.ilink_bot_id?.trim())
  const botToken = filled(answer.bot_token?.trim())
  if (botId === null) return { status: 'confirmed_incomplete', missing: 'ilink_bot_id' }
  if (botToken === null || !SENDABLE.test(botToken))
    return { status: 'confirmed_incomplete', missing: 'bot_token' }
  return {
    status: 'confirmed',
    botToken,
    botId,
    userId: filled(answer.ilink_user_id?.trim()),
    baseUrl: filled(answer.baseurl?.trim()),
  }
}
