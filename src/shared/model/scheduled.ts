import type { AccountId, ConversationId, ScheduledId } from './ids.ts'
import type { SendKind } from './media.ts'
import { type ReplyEvidence, WINDOW_MS, windowAt } from './reply-window.ts'
import { instantOf, onDay, type WallTime, wallTimeAt } from './wall-time.ts'

/** A file that goes out at a time of the operator's clock. */
export interface ScheduledFile {
  name: string
  /** What it goes out as. */
  kind: SendKind
  /** It is not here any more. */
  isMissing: boolean
}

/** A text, files or both that go out at a time of the operator's clock. Until then it is no message: it answers nobody and moves nothing. */
export interface ScheduledMessage {
  id: ScheduledId
  accountId: AccountId
  conversationId: ConversationId
  /** Goes out first; empty for files alone. */
  text: string
  /** In sending order. */
  files: ScheduledFile[]
  due: WallTime
}

/** How late a scheduled message may still begin to leave. Later it is the operator who decides. */
export const LATE_MS = 60_000

/** Where a time stands at a moment: still to come, now, or so long over that nobody expects it any more. */
export function dueAt(due: WallTime, now: number): 'to-come' | 'due' | 'missed' {
  // as the clock on the wall shows it, which may show an hour twice
  if (due > wallTimeAt(now)) return 'to-come'
  return due > wallTimeAt(now - LATE_MS) ? 'due' : 'missed'
}

/** Why nothing can be scheduled for a time, or null. */
export function scheduleProblem(
  evidence: ReplyEvidence,
  due: WallTime,
  now: number,
): 'window-closed' | 'time-past' | 'time-after-window' | null {
  const window = windowAt(evidence, now)
  if (window.kind !== 'open') return 'window-closed'
  if (due <= wallTimeAt(now)) return 'time-past'
  return instantOf(due) >= now + Math.min(window.remainingMs, WINDOW_MS) ? 'time-after-window' : null
}

export type SchedulePreset = 'in-an-hour' | 'this-evening' | 'tomorrow-morning'

const HOUR_MS = 60 * 60 * 1000
const EVENING_HOUR = 18
const MORNING_HOUR = 9

/** Times that are often meant, as far as something can be scheduled for them now. */
export function scheduleChoices(
  evidence: ReplyEvidence,
  now: number,
): { preset: SchedulePreset; due: WallTime }[] {
  return startChoices(now).filter(({ due }) => scheduleProblem(evidence, due, now) === null)
}

/** Times that are often meant and are still to come. */
export function startChoices(now: number): { preset: SchedulePreset; due: WallTime }[] {
  const today = wallTimeAt(now)
  const choices: { preset: SchedulePreset; due: WallTime }[] = [
    { preset: 'in-an-hour', due: wallTimeAt(now + HOUR_MS) },
    { preset: 'this-evening', due: onDay(today, 0, EVENING_HOUR) },
    { preset: 'tomorrow-morning', due: onDay(today, 1, MORNING_HOUR) },
  ]
  return choices.filter(({ due }) => due > today)
}
