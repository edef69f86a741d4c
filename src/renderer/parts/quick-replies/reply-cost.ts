import type { QuickReply } from '#shared/model/quick-reply.ts'
import { fillQuickReply, type QuickValues } from '#shared/text/quick-reply-words.ts'
import { costOf } from '../composing/cost.ts'

/** Messages that a quick reply takes, as one person gets it; a file is one. */
export function replyCost({ items }: Pick<QuickReply, 'items'>, values: QuickValues): number {
  return items.reduce(
    (sum, item) => sum + (item.kind === 'file' ? 1 : costOf(fillQuickReply(item.text, values).text).pieces),
    0,
  )
}
