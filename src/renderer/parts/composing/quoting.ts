import type { Message } from '#shared/model/message.ts'
import { excerpt } from '#shared/text/excerpt.ts'

/** What a message says in words: its texts and what was heard in its voices; empty where it has none. */
export function wordsOf({ parts }: Message): string {
  return parts
    .flatMap((part) => {
      if (part.kind === 'text') return [part.text]
      return part.kind === 'voice' && part.transcript ? [part.transcript] : []
    })
    .join('\n')
}

/** Characters of a message that a quote repeats at most. */
const QUOTED = 200

/** The beginning of what is quoted, in one paragraph. */
export function quotedWords(words: string): string {
  const line = words.replace(/\s+/gu, ' ').trim()
  const shown = excerpt(line, QUOTED)
  return shown === line ? line : `${shown.trimEnd()}…`
}

const QUOTE_BEGINNING = /^(?:「[^\n]*」|“[^\n]*”)\n/u

/** Whether a text in a message box begins with a quote that was put there. */
export function beginsWithQuote(draft: string): boolean {
  return QUOTE_BEGINNING.test(draft)
}

/** A draft with a quote: before what is typed, unless that answers another quote already. */
export function withQuote(draft: string, quote: string): string {
  if (draft.trim() === '') return `${quote}\n`
  return beginsWithQuote(draft) ? `${draft.trimEnd()}\n${quote}\n` : `${quote}\n${draft}`
}
