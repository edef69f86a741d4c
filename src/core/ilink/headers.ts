import type { Random } from '../ports.ts'
import { APP_ID, CHANNEL_VERSION, encodeClientVersion } from './protocol.ts'

/** `X-WECHAT-UIN`: base64 of the decimal text of a uint32 (fact sheet 1.3). */
export function encodeWechatUin(uint32: number): string {
  return btoa(String(uint32 >>> 0))
}

const APP_HEADERS = {
  'iLink-App-Id': APP_ID,
  'iLink-App-ClientVersion': encodeClientVersion(CHANNEL_VERSION),
} as const

/** Headers of the unauthenticated GET of the QR status. */
export function getHeaders(): Record<string, string> {
  return { ...APP_HEADERS }
}

/** Headers of an API POST; the UIN is fresh each time, `Authorization` only with a token. */
export function postHeaders(random: Pick<Random, 'uint32'>, token: string | null): Record<string, string> {
  const trimmed = token?.trim() ?? ''
  return {
    'Content-Type': 'application/json',
    AuthorizationType: 'ilink_bot_token',
    'X-WECHAT-UIN': encodeWechatUin(random.uint32()),
    ...APP_HEADERS,
    ...(trimmed === '' ? {} : { Authorization: `Bearer ${trimmed}` }),
  }
}
