import type { ReactNode } from 'react'

/**
 * A text with places of it marked.
 * @param marks ascending, in UTF-16 units, counted from `offset` before the text
 */
export function Marked({
  text,
  marks,
  offset = 0,
}: {
  text: string
  marks: readonly (readonly [number, number])[]
  offset?: number
}): ReactNode {
  const pieces: ReactNode[] = []
  let at = 0
  for (const [from, to] of marks) {
    const start = Math.max(at, from - offset)
    const end = Math.min(text.length, to - offset)
    if (end <= start) continue
    pieces.push(text.slice(at, start))
    pieces.push(
      <mark key={start} className="rounded-[2px] bg-mark text-ink">
        {text.slice(start, end)}
      </mark>,
    )
    at = end
  }
  pieces.push(text.slice(at))
  return pieces
}
