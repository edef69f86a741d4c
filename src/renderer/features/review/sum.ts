import type { Translate } from '../../i18n/index.ts'
import type { WrittenCost } from '../../parts/composing/cost.ts'

/** What sending the reviewed files would take, in words. */
export interface Sum {
  words: string
  /** More than can still go out. */
  isOver: boolean
}

/**
 * Counts messages: one per file, and those of the caption, which goes out first.
 * @param left messages that can still go out; null while the window is not open
 */
export function sumOf(files: number, caption: WrittenCost, left: number | null, t: Translate): Sum {
  const count = files + caption.pieces
  const what = t(caption.pieces > 0 ? 'review.what.captioned' : 'review.what.files', { count: files })
  if (left === null) return { words: t('review.sumOnly', { what, count }), isOver: false }
  if (left === 0) return { words: t('review.sumNone', { what, count }), isOver: count > 0 }
  if (count > left) return { words: t('review.sumOver', { what, count, left }), isOver: true }
  return { words: t('review.sum', { what, count, left: left - count }), isOver: false }
}
