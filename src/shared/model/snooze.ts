import { type ReplyEvidence, WINDOW_MS, windowAt } from './reply-window.ts'
import { instantOf, onDay, type WallTime, wallTimeAt, weekdayOf } from './wall-time.ts'

/** Hours of the presets, on the operator's clock. */
const EVENING_HOUR = 18
const MORNING_HOUR = 9
const HOURS_MS = 3 * 60 * 60 * 1000
/** A preset that is over so soon is not worth offering. */
const SOONEST_MS = 30 * 60 * 1000
const MONDAY = 1

export type SnoozePreset =
  | 'in-three-hours'
  | 'this-evening'
  | 'tomorrow-morning'
  | 'next-monday'
  | 'until-they-write'

/** A preset and the time that it means now; null: until the contact writes, however long that is. */
export interface SnoozeChoice {
  preset: SnoozePreset
  until: WallTime | null
}

/**
 * What can be chosen at a moment, in the order shown. This evening is left out once it is near or over, and of two
 * that mean the same time the later one: on a Sunday, next Monday is tomorrow.
 */
export function snoozeChoices(now: number): SnoozeChoice[] {
  const today = wallTimeAt(now)
  const evening = onDay(today, 0, EVENING_HOUR)
  const toMonday = (MONDAY - weekdayOf(today) + 7) % 7 || 7
  const choices: SnoozeChoice[] = [
    { preset: 'in-three-hours', until: wallTimeAt(now + HOURS_MS) },
    ...(instantOf(evening) - now < SOONEST_MS ? [] : [{ preset: 'this-evening' as const, until: evening }]),
    { preset: 'tomorrow-morning', until: onDay(today, 1, MORNING_HOUR) },
    { preset: 'next-monday', until: onDay(today, toMonday, MORNING_HOUR) },
    { preset: 'until-they-write', until: null },
  ]
  return choices.filter(({ until }, place) => choices.findIndex((one) => one.until === until) === place)
}

/** Whether a snooze that ends then is over already. */
export function isSnoozeOver(until: WallTime, now: number): boolean {
  return until <= wallTimeAt(now)
}

/**
 * When the reply window closes before a snooze ends, in Unix milliseconds; null where it does not, or is not open.
 * A snooze until they write ends with a new window, so this one closes first.
 */
export function closesBefore(evidence: ReplyEvidence, until: WallTime | null, now: number): number | null {
  const window = windowAt(evidence, now)
  if (window.kind !== 'open') return null
  const closesAt = now + Math.min(window.remainingMs, WINDOW_MS)
  return until === null || instantOf(until) >= closesAt ? closesAt : null
}
