/** What official clients send when nothing valid is configured. */
const FALLBACK = 'OpenClaw'
const MAX_BYTES = 256

const TOKEN = /\([^)]*\)\S*|\S+/g
const PRODUCT = /^[A-Za-z0-9_.-]{1,32}\/[A-Za-z0-9_.+-]{1,32}$/
const COMMENT = /^\([\x20-\x27\x2a-\x7e]{1,64}\)$/

/**
 * The `bot_agent` text as it may be sent: products `name/version`, each with an optional comment;
 * whatever does not fit is dropped, trailing tokens go beyond 256 bytes, and nothing left becomes
 * the official default (fact sheet 1.4).
 */
export function sanitiseBotAgent(text: string): string {
  const kept: string[] = []
  let length = 0
  let afterProduct = false
  for (const [token] of text.matchAll(TOKEN)) {
    const isProduct = PRODUCT.test(token)
    if (!isProduct && !(afterProduct && COMMENT.test(token))) {
      afterProduct = false
      continue
    }
    const grown = length + token.length + (kept.length > 0 ? 1 : 0)
    if (grown > MAX_BYTES) break
    kept.push(token)
    length = grown
    afterProduct = isProduct
  }
  return kept.length > 0 ? kept.join(' ') : FALLBACK
}
