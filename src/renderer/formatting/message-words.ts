import type { Message, MessagePart, PartKind, SendReason } from '#shared/model/message.ts'
import type { ReplyEvidence } from '#shared/model/reply-window.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../i18n/index.ts'
import { shownFileName } from './file-name.ts'
import type { Formats } from './format.ts'
import { senderName } from './names.ts'

/** Characters of a text that a preview shows at most. */
const PREVIEW_LENGTH = 160

/** A part's kind in one word. Progress rows are texts about work, and are named so. */
export function kindWord(kind: PartKind, t: Translate): string {
  return t(`message.kind.${kind}`)
}

/** Label of a message's article: `<who>, <kind>, <time>[, <State>]`. */
export function messageLabel(message: Message, contact: string, t: Translate, formats: Formats): string {
  const words = [
    message.direction === 'out' ? t('message.you') : message.sender ? senderName(message.sender, t) : contact,
    kindWord(message.parts[0]?.kind ?? 'unreadable', t),
    formats.time(message.at),
  ]
  if (message.sending) words.push(t(`message.state.${message.sending.state}`))
  return words.join(t('list.clause'))
}

/** One line that says what a part is: "[Image] 3.2 MB", the file's name, the text itself. */
export function previewOf(part: MessagePart, t: Translate, formats: Formats): string {
  const named = (detail: string | null) =>
    t('message.preview', { kind: kindWord(part.kind, t), detail: detail ?? '' }).trim()
  const size = (bytes: number | null) => (bytes === null ? null : formats.size(bytes))
  switch (part.kind) {
    case 'text':
      return [...part.text.slice(0, PREVIEW_LENGTH * 2)]
        .slice(0, PREVIEW_LENGTH)
        .join('')
        .replace(/\s+/gu, ' ')
    case 'image':
      return named(size(part.size))
    case 'video':
      return named(part.durationMs === null ? size(part.size) : formats.duration(part.durationMs))
    case 'voice':
      return named(part.transcript || (part.durationMs === null ? null : formats.duration(part.durationMs)))
    case 'file':
      return named(shownFileName(part.name).short)
    case 'progress':
      return named(part.tool)
    case 'unsupported':
    case 'unreadable':
      return named(null)
    default:
      return unreachable(part)
  }
}

/** Refusals that the same message would meet again, whatever happens. */
const HOPELESS: ReadonlySet<SendReason> = new Set([
  'too-long',
  'malformed',
  'wrong-recipient',
  'host-not-allowed',
  'file-missing',
])

/** Why an own message did not go out that is true of its whole conversation until the contact writes. */
const OF_CONVERSATION: ReadonlySet<SendReason> = new Set([
  'window-closed',
  'quota-used',
  'never-written',
  'stale-context',
  'refused-unknown',
  'behind-refused',
])

/** Whether the panel at the message box says why a message did not go out, so that its bubble need not. */
export function isSaidOnce({ sending }: Message, evidence: ReplyEvidence, now: number): boolean {
  if (sending === null || sending.reason === null || !OF_CONVERSATION.has(sending.reason)) return false
  return windowAt(evidence, now).kind !== 'open'
}

/** Of these there is more to say than that the server refused it. */
const EXPLAINED: ReadonlySet<SendReason> = new Set(['window-closed', 'quota-used', 'never-written'])

/**
 * Why the server refused the last of these messages that it refused; null where there is no more to say of it, where that
 * has to do with the message alone, or where it was dealt with.
 */
export function lastRefusal(messages: readonly Message[]): SendReason | null {
  const last = messages.findLast(({ sending }) => sending?.state === 'refused')?.sending
  if (!last || last.resolution !== null || last.reason === null) return null
  return EXPLAINED.has(last.reason) ? last.reason : null
}

/** Refusals that came before anything reached the contact: the same message can be tried again. */
const RETRIABLE: ReadonlySet<SendReason> = new Set([
  'upload-failed',
  'upload-refused',
  'upload-host-not-allowed',
])

/** Whether a refused message is tried again as it is, instead of being sent as a new one. */
export function isRetriable({ sending }: Message): boolean {
  if (sending?.state !== 'refused' || sending.reason === null) return false
  return RETRIABLE.has(sending.reason)
}

/**
 * Whether sending a refused message again can end differently: not when the message itself was
 * refused, and only while the contact's window is open.
 */
export function sendAgainHelps(reason: SendReason | null, evidence: ReplyEvidence, now: number): boolean {
  if (reason !== null && HOPELESS.has(reason)) return false
  return windowAt(evidence, now).kind === 'open'
}
