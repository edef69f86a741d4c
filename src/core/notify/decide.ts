import { isUnread } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { isKept, markedKeys, msToReminder, presentSubjects } from './present.ts'
import { isQuietAt } from './quiet-hours.ts'
import type { Mark, Situation } from './situation.ts'
import { keyOf, type Notice, type NoticeKind, type Subject } from './subject.ts'
import { type TrayState, trayState } from './tray-state.ts'

/** From how many of a kind on they are told as one. */
const GROUP_FROM = 4
/** A group that has just been shown is not shown again sooner; what comes meanwhile waits for it. */
export const GROUP_PAUSE_MS = 30_000
/** An account that still needs somebody is told again after this long. */
export const AGAIN_MS = 60 * 60 * 1000
const MINUTE_MS = 60_000

/** What is to happen outside the window. */
export interface Decision {
  /** In the order in which they are shown; each takes the place of the one with its key. */
  show: Notice[]
  /** Keys of notices that are on the screen and say nothing true or new any more. */
  close: string[]
  messagesUpTo: number
  marks: ReadonlyMap<string, Mark>
  badge: number
  tray: TrayState
  /** The taskbar's button calls for the operator. */
  isFlashing: boolean
  /** When to decide anew if nothing happens before; at most a minute, so that no clock that jumps is missed. */
  againInMs: number
}

/**
 * What is worth telling, from nothing but its argument. It compares what holds with what has been told, instead of
 * following events: so what happened during a sleep, a quiet hour or a restart is neither lost nor told twice.
 */
export function decide(situation: Situation): Decision {
  const { told, moment, focus } = situation
  const present = presentSubjects(situation)
  const keys = markedKeys(present)
  const marks = new Map([...told.marks].filter(([key]) => isKept(key, situation, keys)))
  const decision: Decision = {
    show: [],
    close: [],
    messagesUpTo: told.messagesUpTo,
    marks,
    badge: badgeOf(situation),
    tray: trayState(situation),
    isFlashing: false,
    againInMs: Math.min(MINUTE_MS - (moment.now % MINUTE_MS), msToReminder(situation)),
  }
  for (const kind of ORDER) {
    const part = decideKind(kind, present[kind], situation)
    decision.show.push(...part.show)
    decision.close.push(...part.close)
    decision.againInMs = Math.min(decision.againInMs, part.pauseMs)
    if (kind === 'message' && !part.isHeld) decision.messagesUpTo = newestInbound(situation)
    if (kind !== 'message')
      for (const subject of part.told) marks.set(keyOf(subject), markOf(subject, situation))
  }
  for (const kind of ['needs-sign-in', 'may-be-muted'] as const)
    for (const subject of present[kind]) {
      const mark = marks.get(keyOf(subject))
      if (mark !== undefined) decision.againInMs = Math.min(decision.againInMs, msToRepeat(mark, situation))
    }
  decision.isFlashing = decision.show.length > 0 && !focus.isFocused
  // what waits for the end of the quiet hours is looked at again on the next minute
  decision.againInMs = Math.max(1, decision.againInMs)
  return decision
}

/** What needs a person most comes last and so lies on top. */
const ORDER: readonly NoticeKind[] = [
  'message',
  'unsent',
  'not-started',
  'unconfirmed',
  'refused',
  'request',
  'closing',
  'may-be-muted',
  'needs-sign-in',
]

interface KindDecision {
  show: Notice[]
  close: string[]
  /** What counts as told from now on. */
  told: Subject[]
  /** Something is to be told, and not now. */
  isHeld: boolean
  pauseMs: number
}

function decideKind(kind: NoticeKind, present: readonly Subject[], situation: Situation): KindDecision {
  const { onScreen, settings, moment } = situation
  const notices = [...onScreen.values()].filter((notice) => notice.kind === kind)
  const due = present.filter((subject) => isDue(subject, situation))
  const nothing = { show: [], close: [], told: [], isHeld: false, pauseMs: Number.POSITIVE_INFINITY }
  if (notices.length === 0 && due.length === 0) return nothing
  const unseen = new Map(
    present.filter((one) => !isSeen(one, situation)).map((one) => [keyOf(one), one] as const),
  )
  const living = notices.filter(({ subjects }) => subjects.some((one) => unseen.has(keyOf(one))))
  const close = notices.filter((notice) => !living.includes(notice)).map(({ key }) => key)
  const seen = due.filter((subject) => !unseen.has(keyOf(subject)))
  const news = due.filter((subject) => unseen.has(keyOf(subject)))
  const held = (pauseMs: number) => ({ show: [], close, told: seen, isHeld: true, pauseMs })
  if (news.length === 0) return { ...nothing, close, told: seen }
  if (isQuietAt(settings.quietHours, moment.minuteOfDay)) return held(nothing.pauseMs)
  const group = living.find(({ key }) => key === groupKey(kind))
  const pauseLeft = group === undefined ? 0 : group.shownAt + GROUP_PAUSE_MS - moment.monotonic
  if (pauseLeft > 0) return held(pauseLeft)

  const { show, replaced } = gather(kind, living, news, unseen, moment.monotonic)
  return { ...nothing, show, close: [...close, ...replaced], told: due }
}

/** Shows news one by one, or with what is on the screen already as one. */
function gather(
  kind: NoticeKind,
  living: readonly Notice[],
  news: readonly Subject[],
  unseen: ReadonlyMap<string, Subject>,
  shownAt: number,
): { show: Notice[]; replaced: string[] } {
  const together = new Map<string, Subject>()
  for (const subject of [...living.flatMap(({ subjects }) => subjects), ...news]) {
    const key = keyOf(subject)
    const now = unseen.get(key)
    together.delete(key)
    if (now !== undefined) together.set(key, now)
  }
  const [first, ...others] = together.values()
  if (first !== undefined && together.size >= GROUP_FROM) {
    const key = groupKey(kind)
    return {
      show: [{ key, kind, subjects: [first, ...others], shownAt }],
      replaced: living.map((notice) => notice.key).filter((other) => other !== key),
    }
  }
  return {
    show: news.map((subject) => ({ key: keyOf(subject), kind, subjects: [subject], shownAt })),
    replaced: living.map(({ key }) => key).filter((key) => key === groupKey(kind)),
  }
}

function groupKey(kind: NoticeKind): string {
  return `several:${kind}`
}

/**
 * What the operator is looking at: a conversation on the screen of the focused window, and, since the strip under its
 * title shows them above everything (P18), all the rest but messages.
 */
function isSeen(subject: Subject, { focus }: Situation): boolean {
  if (!focus.isFocused) return false
  return subject.kind !== 'message' || focus.shown.has(subject.conversationId)
}

function isDue(subject: Subject, situation: Situation): boolean {
  const { told, conversations } = situation
  if (subject.kind === 'message') return subject.messageId > told.messagesUpTo
  const mark = told.marks.get(keyOf(subject))
  if (mark === undefined) return true
  switch (subject.kind) {
    case 'closing':
      return mark.seq !== seqOf(subject.conversationId, conversations) || subject.minutes < mark.minutes
    case 'refused':
    case 'unconfirmed':
    case 'unsent':
    case 'not-started':
    case 'request':
      return false
    case 'needs-sign-in':
    case 'may-be-muted':
      return msToRepeat(mark, situation) <= 0
    default:
      return unreachable(subject)
  }
}

/**
 * By this run's clock where it can be. Of an earlier run only the wall time is known: where the clock was ahead then, the
 * hour counts from the start of this one.
 */
function msToRepeat({ at, monotonic }: Mark, { moment }: Situation): number {
  const passed = monotonic === null ? Math.max(moment.running, moment.now - at) : moment.monotonic - monotonic
  return AGAIN_MS - passed
}

function markOf(subject: Subject, { moment, conversations }: Situation): Mark {
  const told = { at: moment.now, monotonic: moment.monotonic }
  return subject.kind === 'closing'
    ? { ...told, seq: seqOf(subject.conversationId, conversations), minutes: subject.minutes }
    : { ...told, seq: 0, minutes: 0 }
}

function seqOf(id: ConversationId, conversations: Situation['conversations']): number {
  return conversations.get(id)?.lastInboundSeq ?? 0
}

function newestInbound({ told, conversations }: Situation): number {
  let newest = told.messagesUpTo
  for (const { lastInboundSeq } of conversations.values()) newest = Math.max(newest, lastInboundSeq ?? 0)
  return newest
}

/** Conversations with something unread that is not silent. */
function badgeOf({ conversations, settings }: Situation): number {
  const silent = new Set(settings.silentAccounts)
  let count = 0
  for (const one of conversations.values())
    if (isUnread(one) && !one.isMuted && !silent.has(one.accountId)) count += 1
  return count
}
