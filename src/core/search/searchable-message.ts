import type { MessagePart, PartKind } from '#shared/model/message.ts'
import { shownPart } from '#shared/text/shown-part.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What can be found of a message's part, as it is shown; null where there is nothing to read. */
export function searchableText(part: MessagePart): string | null {
  const shown = shownPart(part)
  switch (shown.kind) {
    case 'text':
      return shown.text
    case 'voice':
      return shown.transcript
    case 'file':
      return shown.name
    case 'image':
    case 'video':
    case 'progress':
    case 'unsupported':
    case 'unreadable':
      return null
    default:
      return unreachable(shown)
  }
}

/** The kinds of what a message is made of. */
export function kindsOf(parts: readonly MessagePart[]): PartKind[] {
  return [...new Set(parts.map(({ kind }) => kind))]
}
