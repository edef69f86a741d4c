import type { MessagePart } from '../model/message.ts'
import { repairText } from './repair.ts'

/** A part as it is shown. It is stored as it came, for digests of quotes are made of that (fact sheet 4.8). */
export function shownPart(part: MessagePart): MessagePart {
  if (part.kind === 'text') return { kind: 'text', text: repairText(part.text) }
  if (part.kind !== 'voice' || part.transcript === null) return part
  return { kind: 'voice', durationMs: part.durationMs, transcript: repairText(part.transcript) }
}
