import type { Message } from '#shared/model/message.ts'
import type { MessageDetails } from '#shared/model/message-details.ts'
import { eventWords } from '../../../formatting/event-words.ts'
import type { Formats } from '../../../formatting/format.ts'
import { kindWord } from '../../../formatting/message-words.ts'
import type { Translate } from '../../../i18n/index.ts'

/** One fact: what it is called, and what it is. */
export interface DetailLine {
  name: string
  value: string
}

/** A time with its zone, to the millisecond, as whoever compares logs needs it. */
function exactTime(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset()
  const local = new Date(at + minutes * 60_000).toISOString().slice(0, -1).replace('T', ' ')
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
  return `${local} ${zone}`
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0')
}

/**
 * Everything known of a message but what it says, in order; what is not known is left out. Words of the protocol stand
 * as they are, beside our own for them.
 */
export function detailLines(
  message: Message,
  details: MessageDetails,
  t: Translate,
  formats: Formats,
): DetailLine[] {
  const { sending, media } = message
  const facts: [keyof typeof NAMES, string | number | null | false | undefined][] = [
    ['kind', [...new Set(message.parts.map(({ kind }) => kindWord(kind, t)))].join(t('list.comma'))],
    [
      'from',
      t(
        `message.details.${message.direction === 'in' ? 'in' : message.origin === 'here' ? 'here' : 'elsewhere'}`,
      ),
    ],
    ['at', exactTime(message.at)],
    ['storedAt', exactTime(details.storedAt)],
    ['due', details.due],
    ['deletedAt', message.deletedAt === null ? null : exactTime(message.deletedAt)],
    ['state', sending && withCode(t(`message.state.${sending.state}`), sending.state)],
    ['reason', sending?.reason && withCode(t(`message.reason.${sending.reason}`), sending.reason)],
    ['server', sending?.serverText],
    ['forced', details.isForced && t('message.details.yes')],
    ['piece', sending?.piece && `${sending.piece.index} / ${sending.piece.count}`],
    ['files', media.map((one) => fileWords(one, formats)).join('; ')],
    ['replaces', details.replaces],
    ['broadcast', details.broadcastId],
    ['program', message.program],
    ['id', message.id],
    ['conversation', message.conversationId],
    ['account', message.accountId.slice(0, 8)],
    ['contact', details.contactUserId],
    ['serverId', details.serverId],
    ['clientId', details.clientId],
    ['seq', details.wireSeq],
  ]
  return facts.flatMap(([key, value]) =>
    value === null || value === undefined || value === false || value === ''
      ? []
      : [{ name: t(NAMES[key]), value: String(value) }],
  )
}

const NAMES = {
  kind: 'message.details.kind',
  from: 'message.details.from',
  at: 'message.details.at',
  storedAt: 'message.details.storedAt',
  due: 'message.details.due',
  deletedAt: 'message.details.deletedAt',
  state: 'message.details.state',
  reason: 'message.details.reason',
  server: 'message.details.server',
  forced: 'message.details.forced',
  piece: 'message.details.piece',
  files: 'message.details.files',
  replaces: 'message.details.replaces',
  broadcast: 'message.details.broadcast',
  program: 'message.details.program',
  id: 'message.details.id',
  conversation: 'message.details.conversation',
  account: 'message.details.account',
  contact: 'message.details.contact',
  serverId: 'message.details.serverId',
  clientId: 'message.details.clientId',
  seq: 'message.details.seq',
} as const

function withCode(words: string, code: string): string {
  return `${words} [${code}]`
}

function fileWords({ kind, type, size, state, reason }: Message['media'][number], formats: Formats): string {
  return [type ?? kind, size === null ? null : formats.size(size), state, reason]
    .filter((fact) => fact !== null)
    .join(' ')
}

/** What became of it, the oldest first. */
export function historyLines(
  message: Message,
  { storedAt, history }: MessageDetails,
  t: Translate,
  formats: Formats,
): DetailLine[] {
  const stored = { name: exactTime(storedAt), value: t('message.details.storedAt') }
  return [
    ...(message.direction === 'out' ? [stored] : []),
    ...history.map(({ at, event }) => ({ name: exactTime(at), value: eventWords(event, t, formats) })),
  ]
}

/** All of it as text, to be handed on. */
export function asText(title: string, lines: readonly DetailLine[], history: readonly DetailLine[]): string {
  const facts = lines.map(({ name, value }) => `${name}: ${value}`)
  return [title, ...facts, ...history.map(({ name, value }) => `${name}  ${value}`)].join('\n')
}
