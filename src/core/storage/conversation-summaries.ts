import type { ConversationSummary } from '#shared/model/conversation.ts'
import { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { CLOSING_SOON_MS, WINDOW_MS } from '#shared/model/reply-window.ts'
import { type ConversationPortion, conversationsText } from '#shared/model/snapshot-text.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { shownPart } from '#shared/text/shown-part.ts'
import type { ReadHandle } from './handles.ts'
import { shownTriage, toTriage } from './mark-repository.ts'
import { parseParts, parseSendState } from './messages/message-columns.ts'
import { toSender } from './messages/message-reader.ts'
import { unsettled } from './messages/unsettled.ts'
import { flag, integer, integerOrNull, type Row, text, textOrNull } from './row.ts'

/** Longest preview of a text in a summary, in UTF-16 units; the message itself keeps all of it. */
const PREVIEW_LENGTH = 160

const countUnsettled = (state: 'refused' | 'unconfirmed' | 'waiting-for-contact') =>
  `(SELECT COUNT(*) FROM messages f WHERE f.conversation_id = c.id
     AND ${unsettled('f')} AND f.send_state = '${state}')`

/** What waits although nobody refused it: its time came and it could not leave. */
const COUNT_UNSENT = `(SELECT COUNT(*) FROM messages f JOIN outbox_jobs j ON j.message_id = f.id
     WHERE f.conversation_id = c.id AND ${unsettled('f')} AND f.send_state = 'waiting-for-contact'
       AND (j.due IS NOT NULL OR f.send_reason = 'ended-before'))`

const SELECT_SUMMARY = `
  SELECT c.*, k.alias AS contact_alias, COALESCE(k.excluded, 0) AS excluded,
    m.at AS last_at, m.direction AS last_direction,
    m.sender_id AS last_sender_id, (SELECT s.alias FROM contacts s WHERE s.user_id = m.sender_id) AS last_sender_alias,
    m.parts AS last_parts, m.send_state AS last_send_state,
    m.resolution IS NOT NULL AS last_is_resolved,
    c.last_inbound_at IS NULL AND EXISTS (SELECT 1 FROM messages e
      WHERE e.conversation_id = c.id AND e.direction = 'in') AS wrote_before,
    ${countUnsettled('refused')} AS failed,
    ${countUnsettled('unconfirmed')} AS unconfirmed,
    ${countUnsettled('waiting-for-contact')} AS waiting,
    ${COUNT_UNSENT} AS unsent
  FROM conversations c
  JOIN accounts a ON a.id = c.account_id AND a.removed = 0 AND c.erased = 0
  LEFT JOIN contacts k ON k.user_id = c.contact_user_id
  -- A broadcast stands in the preview only where it hides nothing that nobody has read.
  LEFT JOIN messages m ON m.id = iif(c.unread > 0, c.last_message_id,
    (SELECT MAX(l.id) FROM messages l WHERE l.conversation_id = c.id))`

/** So many of the newest are on any first screen, however high. */
const NEWEST = 100
/** A clock may move on by so much before the others are there. */
const SOON_MS = 60_000

/**
 * What a first screen shows, from the top, and whatever it counts: what is unread, needs a reply, closes soon, failed,
 * is unconfirmed, stayed behind or is snoozed, and of whom programs ask something. All others are answered, read and further down, or done.
 */
const SELECT_FIRST = `${SELECT_SUMMARY} WHERE c.id IN (
  SELECT id FROM (SELECT n.id FROM conversations n JOIN accounts o ON o.id = n.account_id AND o.removed = 0
    WHERE n.erased = 0 AND n.triage IS NULL
    ORDER BY MAX(COALESCE(n.last_message_id, 0), n.raised_seq) DESC LIMIT ${NEWEST})
  UNION SELECT id FROM conversations WHERE triage = 'snoozed' OR (triage IS NULL
    AND (unread > 0 OR marked_unread = 1 OR pinned = 1 OR wrote_seq > answered_seq OR draft <> ''))
  UNION SELECT id FROM conversations WHERE last_inbound_at BETWEEN ? AND ?
  UNION SELECT f.conversation_id FROM messages f WHERE ${unsettled('f')}
    AND f.send_state IN ('refused', 'unconfirmed', 'waiting-for-contact')
  UNION SELECT conversation_id FROM proposals WHERE state IN ('waiting', 'offered'))`

/** So many are read and handed over at once. */
const PORTION = 250

const SELECT_PORTION = `${SELECT_SUMMARY} WHERE c.id > ? ORDER BY c.id LIMIT ${PORTION}`

const SELECT_ONE = `${SELECT_SUMMARY} WHERE c.id = ?`

function preview(parts: MessagePart[]): MessagePart {
  const first = shownPart(parts[0] ?? { kind: 'unsupported', rawType: null })
  if (first.kind === 'text') return { kind: 'text', text: excerpt(first.text, PREVIEW_LENGTH) }
  if (first.kind === 'voice' && first.transcript !== null) {
    const { kind, durationMs, transcript } = first
    return { kind, durationMs, transcript: excerpt(transcript, PREVIEW_LENGTH) }
  }
  return first
}

function toSummary(row: Row): ConversationSummary {
  const direction = textOrNull(row, 'last_direction')
  const sendState = textOrNull(row, 'last_send_state')
  return {
    id: ConversationId.parse(row['id']),
    accountId: AccountId.parse(row['account_id']),
    contactUserId: text(row, 'contact_user_id'),
    contactAlias: textOrNull(row, 'contact_alias'),
    isExcluded: flag(row, 'excluded'),
    last:
      direction === null
        ? null
        : {
            at: integer(row, 'last_at'),
            direction: direction === 'out' ? 'out' : 'in',
            sender: toSender(row, 'last_sender'),
            part: preview(parseParts(text(row, 'last_parts'))),
            sendState: sendState === null ? null : parseSendState(sendState),
            isResolved: flag(row, 'last_is_resolved'),
          },
    unread: integer(row, 'unread'),
    failed: integer(row, 'failed'),
    unconfirmed: integer(row, 'unconfirmed'),
    waiting: integer(row, 'waiting'),
    unsent: integer(row, 'unsent'),
    waitingOffered: flag(row, 'waiting_offered'),
    draft: text(row, 'draft'),
    activitySeq: Math.max(integerOrNull(row, 'last_message_id') ?? 0, integer(row, 'raised_seq')),
    lastInboundSeq: integerOrNull(row, 'last_inbound_seq'),
    lastInboundAt: integerOrNull(row, 'last_inbound_at'),
    wroteBefore: flag(row, 'wrote_before'),
    sentSinceInbound: integer(row, 'sent_since_inbound'),
    refusedSinceInbound: flag(row, 'refused_since_inbound'),
    isUnanswered: integer(row, 'wrote_seq') > integer(row, 'answered_seq'),
    hasWritten: integer(row, 'wrote_seq') > 0,
    triage: shownTriage(toTriage(row)),
    isPinned: flag(row, 'pinned'),
    isMuted: flag(row, 'muted'),
    isMarkedUnread: flag(row, 'marked_unread'),
  }
}

/** Every conversation, as lists show it. */
export function readSummaries(database: ReadHandle): ConversationSummary[] {
  return database.select(SELECT_SUMMARY).all().map(toSummary)
}

/** The conversations that a first screen shows or counts in anything but how many there are. */
export function readFirstSummaries(database: ReadHandle, now: number): ConversationSummary[] {
  // the windows that close soon
  const oldest = now - WINDOW_MS - SOON_MS
  return database
    .select(SELECT_FIRST)
    .all(oldest, oldest + CLOSING_SOON_MS + 2 * SOON_MS)
    .map(toSummary)
}

/** The first conversations after that one, in the order of their ids. */
export function readPortion(database: ReadHandle, after: ConversationId | null): ConversationPortion {
  const some = database
    .select(SELECT_PORTION)
    .all(after ?? 0)
    .map(toSummary)
  const last = some.length < PORTION ? undefined : some.at(-1)
  return { text: conversationsText(some), last: last?.id ?? null }
}

/** One conversation; null for one that is not there, or not any more. */
export function readSummary(database: ReadHandle, id: ConversationId): ConversationSummary | null {
  const row = database.select(SELECT_ONE).get(id)
  return row === undefined ? null : toSummary(row)
}
