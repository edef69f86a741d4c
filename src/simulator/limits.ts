import type { Binding, Chat } from './model.ts'

/** Why the server will not send (fact sheet 5.4). */
export type LimitRefusal = 'prepare failed' | 'rate limited'

/**
 * The reply window, the quota per inbound message and the optional rate limit of an account.
 * @param now the world's time, Unix ms
 */
export function limitOn(binding: Binding, chat: Chat, now: number): LimitRefusal | undefined {
  const { windowMs, quota, rateLimit } = binding.account.settings
  if (chat.lastInboundAt === undefined) return 'prepare failed'
  if (now - chat.lastInboundAt >= windowMs) return 'prepare failed'
  if (chat.sentSince >= quota) return 'prepare failed'
  if (!rateLimit) return undefined
  const recent = binding.sendTimes.filter((at) => now - at < rateLimit.perMs).length
  return recent >= rateLimit.count ? 'rate limited' : undefined
}

/** Counts an accepted send. */
export function countSend(binding: Binding, chat: Chat, now: number): void {
  chat.sentSince += 1
  binding.accepted += 1
  const { rateLimit } = binding.account.settings
  if (!rateLimit) return
  binding.sendTimes.push(now)
  if (binding.sendTimes.length > rateLimit.count) binding.sendTimes.shift()
}

/** A person wrote: both meters start anew. An older message than the latest known changes nothing. */
export function countInbound(chat: Chat, writtenAt: number): void {
  if (chat.lastInboundAt !== undefined && writtenAt < chat.lastInboundAt) return
  chat.lastInboundAt = writtenAt
  chat.sentSince = 0
}
