import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { MediaView } from '#shared/model/media.ts'
import type { Message } from '#shared/model/message.ts'
import { wordsOf } from '../../parts/composing/quoting.ts'
import type { ShortcutId } from '../../parts/keys/shortcuts.ts'
import { fetchHelps } from '../../parts/media/fetching.ts'
import { type SendAction, sendActionsOf } from './send-actions.ts'

/** What can be done with a message, or with the link or the bytes in it that are meant. */
export type MessageCommand =
  | 'open-link'
  | 'copy-link'
  | 'look'
  | 'open'
  | 'fetch'
  | 'save'
  | 'forward'
  | 'show-in-folder'
  | 'copy-selection'
  | 'copy'
  | 'quote'
  | 'draft'
  | 'details'
  | SendAction

/** What exactly is meant of a message. */
export interface Meant {
  message: Message
  /** The address of a link. */
  link: string | null
  /** Selected text within it. */
  selection: string
  medium: MediaView | null
}

/** The keys of commands, where they have any. */
export const COMMAND_KEYS: Partial<Record<MessageCommand, ShortcutId>> = {
  look: 'message-open',
  forward: 'message-forward',
  save: 'message-save',
  copy: 'message-copy',
  quote: 'message-quote',
  draft: 'message-draft',
  details: 'message-details',
}

/** Commands that are possible now, in groups, as they stand in a menu. */
export function commandsOf(
  { message, link, selection, medium }: Meant,
  conversation: ConversationSummary | undefined,
  now: number,
): MessageCommand[][] {
  const own = message.direction === 'out'
  const isGroup = conversation === undefined || isGroupContact(conversation.contactUserId)
  const groups: MessageCommand[][] = [
    link === null ? [] : ['open-link', 'copy-link'],
    medium === null ? [] : ofMedium(message, medium),
    [
      ...(selection === '' ? [] : (['copy-selection'] as const)),
      ...(wordsOf(message) === '' ? [] : (['copy'] as const)),
      ...(own || isGroup ? [] : (['quote'] as const)),
      ...(own && !isGroup && isSettled(message) ? (['draft'] as const) : []),
    ],
    [...sendActionsOf(message, conversation, now)],
    ['details'],
  ]
  return groups.filter((group) => group.length > 0)
}

function ofMedium({ parts }: Message, media: MediaView): MessageCommand[] {
  const { place, state, kind } = media
  if (state !== 'held') return state !== 'loading' && fetchHelps(media) ? ['fetch'] : []
  const declared = place === 'quote' ? undefined : parts[place]?.kind
  const isSeen = kind === 'image' || kind === 'video'
  return [
    ...(isSeen ? (['look'] as const) : []),
    ...(declared === 'file' || (declared === 'video' && !isSeen) ? (['open'] as const) : []),
    'save',
    'forward',
    'show-in-folder',
  ]
}

/** Whether an own message will not change any more by itself, so that it can be the beginning of another. */
function isSettled({ sending, parts }: Message): boolean {
  const first = parts[0]?.kind
  if (first === undefined || first === 'unsupported' || first === 'unreadable' || first === 'progress')
    return false
  if (sending === null) return true
  const { state } = sending
  return state === 'accepted' || state === 'unconfirmed' || state === 'refused' || state === 'cancelled'
}
