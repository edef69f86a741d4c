import type { Message } from '#shared/model/message.ts'
import type { ReplyEvidence } from '#shared/model/reply-window.ts'
import { unreachable } from '#shared/unreachable.ts'
import { isRetriable, sendAgainHelps } from '../../formatting/message-words.ts'

/** What can be done about an own message because of how it stands. */
export type SendAction = 'undo' | 'edit' | 'cancel' | 'send-again' | 'mark-as-sent' | 'retry' | 'discard'

const NONE: readonly SendAction[] = []

/** Whether what a message says can stand in the message box again. */
function isEditable({ parts, broadcast }: Message): boolean {
  return parts[0]?.kind === 'text' && broadcast === null
}

/**
 * What helps in an own message's state, the most helpful first; nothing once it was dealt with.
 * @param evidence of its conversation, where that is known
 */
export function sendActionsOf(
  message: Message,
  evidence: ReplyEvidence | undefined,
  now: number,
): readonly SendAction[] {
  const { sending } = message
  if (sending === null || sending.resolution !== null) return NONE
  switch (sending.state) {
    case 'held':
      return ['undo']
    case 'queued':
    case 'uploading':
      return isEditable(message) ? ['edit', 'cancel'] : ['cancel']
    case 'unconfirmed':
      return ['send-again', 'mark-as-sent']
    case 'refused':
      if (isRetriable(message)) return ['retry', 'discard']
      return evidence && sendAgainHelps(sending.reason, evidence, now)
        ? ['send-again', 'discard']
        : ['discard']
    case 'waiting-for-contact':
      return isEditable(message) ? ['edit', 'discard'] : ['discard']
    case 'sending':
    case 'accepted':
    case 'cancelled':
      return NONE
    default:
      return unreachable(sending.state)
  }
}

/** What the actions are called. */
export const SEND_ACTION_WORDS = {
  undo: 'message.action.undo',
  edit: 'waiting.edit',
  cancel: 'message.action.cancel',
  'send-again': 'message.action.sendAgain',
  'mark-as-sent': 'message.action.markAsSent',
  retry: 'message.action.retry',
  discard: 'message.action.discard',
} as const satisfies Record<SendAction, string>

export function isSendAction(command: string): command is SendAction {
  return Object.hasOwn(SEND_ACTION_WORDS, command)
}
