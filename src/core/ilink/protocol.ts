/** Constants of the iLink bot protocol (fact sheet 1). */

/** The protocol level implemented here, sent as `channel_version` and as client version. */
export const CHANNEL_VERSION = '2.4.9'

/** `iLink-App-Id` (fact sheet 1.3). */
export const APP_ID = 'bot'

/** `bot_type` of the QR request; the only value any client uses. */
export const BOT_TYPE = '3'

export const DEFAULT_API_BASE = 'https://ilinkai.weixin.qq.com'
export const DEFAULT_CDN_BASE = 'https://novac2c.cdn.weixin.qq.com/c2c'

/** The calls of fact sheet 1.2 by the name used in errors, with their paths. */
export const ENDPOINTS = {
  get_bot_qrcode: 'ilink/bot/get_bot_qrcode',
  get_qrcode_status: 'ilink/bot/get_qrcode_status',
  getupdates: 'ilink/bot/getupdates',
  sendmessage: 'ilink/bot/sendmessage',
  getuploadurl: 'ilink/bot/getuploadurl',
  getconfig: 'ilink/bot/getconfig',
  sendtyping: 'ilink/bot/sendtyping',
  notifystart: 'ilink/bot/msg/notifystart',
  notifystop: 'ilink/bot/msg/notifystop',
} as const

export type Endpoint = keyof typeof ENDPOINTS

/** Client timeouts of the short calls in ms, until the head of the answer is in (fact sheet 1.2). The QR request has none officially; ours is generous. */
export const CALL_TIMEOUT_MS = {
  get_bot_qrcode: 30_000,
  sendmessage: 15_000,
  getuploadurl: 15_000,
  getconfig: 10_000,
  sendtyping: 10_000,
  notifystart: 10_000,
  notifystop: 10_000,
} as const satisfies Partial<Record<Endpoint, number>>

/**
 * Once the head of an answer is in, only standing still ends it: so long may no byte come, in ms (P20). The server
 * forgets what it delivered, so bytes that still arrive are waited for, however slowly they do.
 */
export const ANSWER_STALL_MS = 30_000

/**
 * A poll that is given up is read on until so long no byte came, in ms: what the server wrote before it knew is still on
 * its way (P1, P20).
 */
export const CLOSING_STALL_MS = 2_000

/** The server's hold until it names another (fact sheet 3.1). */
export const DEFAULT_HOLD_MS = 35_000

/** The hold to use for a host after two gateway cuts in a row (fact sheet 1.1). */
export const SHORT_HOLD_MS = 10_000

/** A server's hint is not followed beyond this, so that a wrong unit cannot silence an account. */
const MAX_HOLD_MS = 300_000

/**
 * The client waits this much longer than the server holds, so that a message sent in the last
 * moment still arrives (fact sheet 3.2). With the short hold it stays under the 16 s gateway cut.
 */
const HOLD_SLACK_MS = 5_000

/** A gateway error that comes quicker than this did not end a hold (fact sheet 1.1). */
export const GATEWAY_HOLD_MIN_MS = 1_000

/** Tokens named in `local_token_list` (fact sheet 2.1). */
export const MAX_LOCAL_TOKENS = 10

/** Answers of the short calls above this many bytes are refused: they hold a few fields, and are parsed at once. */
export const MAX_ANSWER_BYTES = 1024 * 1024

/** Client timeout in ms of a long poll whose server holds for `holdMs`, until the head of its answer is in. */
export function pollTimeoutMs(holdMs: number): number {
  const hold = Number.isFinite(holdMs) && holdMs > 0 ? Math.min(holdMs, MAX_HOLD_MS) : DEFAULT_HOLD_MS
  return hold + HOLD_SLACK_MS
}

/**
 * `iLink-App-ClientVersion`: eight bits each of major, minor and patch as decimal text. A suffix
 * after the patch is ignored (fact sheet 1.3).
 */
export function encodeClientVersion(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  return String(((major & 255) << 16) | ((minor & 255) << 8) | (patch & 255))
}
