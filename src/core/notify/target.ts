import type { ShowTarget } from '#shared/model/show-target.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { TrayLine } from './ports.ts'
import type { Notice } from './subject.ts'

/** Where a click on a notification leads: to the message, or to all that it tells of. */
export function targetOf({ subjects }: Pick<Notice, 'subjects'>): ShowTarget {
  const [subject] = subjects
  const isOne = subjects.length === 1
  switch (subject.kind) {
    case 'message':
    case 'refused':
    case 'unconfirmed':
    case 'unsent': {
      const { conversationId: id, messageId } = subject
      return isOne
        ? { kind: 'conversation', id, messageId }
        : subject.kind === 'unsent'
          ? { kind: 'scheduled' }
          : { kind: 'filter', filter: FILTERS[subject.kind] }
    }
    case 'closing':
      return isOne
        ? { kind: 'conversation', id: subject.conversationId, messageId: null }
        : { kind: 'filter', filter: 'closing' }
    case 'not-started':
      return { kind: 'broadcasts', id: isOne ? subject.broadcastId : null }
    case 'request':
      return { kind: 'request', id: isOne ? subject.proposalId : 'first' }
    case 'needs-sign-in':
    case 'may-be-muted':
      return { kind: 'accounts', shown: subject.kind }
    default:
      return unreachable(subject)
  }
}

const FILTERS = { message: 'unread', refused: 'failed', unconfirmed: 'unconfirmed' } as const

/** Where a line of the tray's menu leads; null where it shows the window as it is. */
export function targetOfLine(line: TrayLine): ShowTarget | null {
  switch (line.kind) {
    case 'unread':
    case 'closing':
      return { kind: 'filter', filter: line.kind }
    case 'needy':
    case 'more':
      return { kind: 'accounts', shown: 'all' }
    case 'account':
      return { kind: 'account', id: line.accountId }
    case 'nothing':
    case 'show':
    case 'lock':
    case 'quit':
    case 'separator':
      return null
    default:
      return unreachable(line)
  }
}
