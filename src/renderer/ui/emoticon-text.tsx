import type { ReactNode } from 'react'
import { emoticonPieces, mayHoldEmoticons } from '../formatting/emoticons.ts'
import { Marked } from './marked.tsx'

type Marks = readonly (readonly [number, number])[]

const NONE: Marks = []

/**
 * A text with WeChat's emoticons drawn as emoji, and places of it marked. The words stay in the text: they are what is
 * copied, and what a screen reader says.
 * @param marks ascending, in UTF-16 units, counted from `offset` before the text
 */
export function EmoticonText({
  text,
  marks = NONE,
  offset = 0,
}: {
  text: string
  marks?: Marks
  offset?: number
}): ReactNode {
  if (!mayHoldEmoticons(text)) return marks.length === 0 ? text : <Marked {...{ text, marks, offset }} />
  return emoticonPieces(text).map(({ text: piece, emoji, start }) => {
    const from = offset + start
    if (emoji === null) return <Marked key={start} text={piece} marks={marks} offset={from} />
    const isMarked = marks.some(([first, end]) => first < from + piece.length && end > from)
    const emoticon = (
      <span key={start} role="img" aria-label={piece} data-emoji={emoji} className="emoticon">
        {piece}
      </span>
    )
    return isMarked ? (
      <mark key={start} className="rounded-[2px] bg-mark text-ink">
        {emoticon}
      </mark>
    ) : (
      emoticon
    )
  })
}
