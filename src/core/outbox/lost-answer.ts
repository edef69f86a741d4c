import type { IlinkTransportError } from '#core/ilink/errors.ts'
import type { SendReason } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'

const TOO_MANY_REQUESTS = 429

/** What happened instead of an answer that says whether a message was taken; the server may have it in any case. */
export function explainLostAnswer({ kind, status }: IlinkTransportError): SendReason {
  switch (kind) {
    case 'http':
      if (status === TOO_MANY_REQUESTS) return 'server-busy'
      return status !== null && status >= 500 ? 'server-failed' : 'server-declined'
    case 'redirect':
      return 'answered-by-another'
    case 'garbage':
    case 'too-large':
      return 'answer-unreadable'
    case 'timeout':
      return 'no-answer'
    case 'network':
    case 'stalled':
    case 'aborted':
    case 'forbidden-host':
      return 'answer-lost'
    default:
      return unreachable(kind)
  }
}

/** The status as a line of details; null where the answer had none. */
export function statusText({ status }: IlinkTransportError): string | null {
  return status === null ? null : `HTTP ${status}`
}
