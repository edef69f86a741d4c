import type { MessagePart, Sending, SendReason, SendState } from '#shared/model/message.ts'

const SEND_STATES: ReadonlySet<string> = new Set<SendState>([
  'queued',
  'uploading',
  'sending',
  'accepted',
  'unconfirmed',
  'refused',
  'cancelled',
  'waiting-for-contact',
])

const SEND_REASONS: ReadonlySet<string> = new Set<SendReason>([
  'window-closed',
  'quota-used',
  'never-written',
  'stale-context',
  'too-long',
  'rate-limited',
  'malformed',
  'wrong-recipient',
  'session-stale',
  'signed-out',
  'host-not-allowed',
  'refused-unknown',
  'no-message-id',
  'answer-lost',
  'interrupted',
  'behind-refused',
  'not-connected',
  'paused-rate',
  'restored',
  'upload-failed',
  'upload-refused',
  'upload-host-not-allowed',
  'file-missing',
  'broadcast-stopped',
  'broadcast-cancelled',
  'reserve',
  'excluded',
])

function isSendState(value: string): value is SendState {
  return SEND_STATES.has(value)
}

function isSendReason(value: string): value is SendReason {
  return SEND_REASONS.has(value)
}

/** A value that a failing disk has garbled says no more than that nobody knows (P4). */
export function parseSendState(value: string): SendState {
  return isSendState(value) ? value : 'unconfirmed'
}

/** A reason of a later version reads as unknown rather than failing. */
export function parseSendReason(value: string | null): SendReason | null {
  if (value === null) return null
  return isSendReason(value) ? value : 'refused-unknown'
}

/** What a later version calls otherwise reads as not dealt with. */
export function parseResolution(value: string | null): Sending['resolution'] {
  return value === 'sent-again' || value === 'marked-as-sent' || value === 'discarded' ? value : null
}

/**
 * The parts column: JSON that only this program wrote, in the same transaction as its row. SQLite does
 * not notice when a failing disk garbles it; then this one message cannot be read, and all others can.
 */
export function parseParts(json: string): MessagePart[] {
  try {
    const parts: MessagePart[] = JSON.parse(json)
    return parts
  } catch {
    return [{ kind: 'unreadable' }]
  }
}
