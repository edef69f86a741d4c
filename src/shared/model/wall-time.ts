import type { z } from 'zod'

/**
 * A time as it stands on the operator's clock, `YYYY-MM-DDTHH:mm`, in whatever zone the computer is by then. What
 * people mean by "tomorrow at nine" stays that over a change of zone, of summer time or of the clock. Two of them
 * compare as texts.
 */
export type WallTime = string & z.$brand<'WallTime'>

/** Whether a text is a wall time, of a day that there is. */
export function isWallTime(text: string): text is WallTime {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && Number.isFinite(Date.parse(text))
}

function wallTime(day: string, hour: number, minute: number): WallTime {
  const text = `${day}T${padded(hour)}:${padded(minute)}`
  if (!isWallTime(text)) throw new RangeError(`no wall time: ${text}`)
  return text
}

const padded = (value: number, length = 2) => String(value).padStart(length, '0')

/** What the operator's clock shows at an instant, in whole minutes. Unix milliseconds. */
export function wallTimeAt(instant: number): WallTime {
  const date = new Date(instant)
  const day = `${padded(date.getFullYear(), 4)}-${padded(date.getMonth() + 1)}-${padded(date.getDate())}`
  return wallTime(day, date.getHours(), date.getMinutes())
}

/**
 * When the operator's clock shows a time, in Unix milliseconds: the first time of two where it is set back, and for
 * one that it skips, as much later as it skips.
 */
export function instantOf(wall: WallTime): number {
  return Date.parse(wall)
}

/** Hour and minute of a day counted from the one that a time is on. */
export function onDay(wall: WallTime, days: number, hour: number, minute = 0): WallTime {
  const [year = 0, month = 1, day = 1] = wall.slice(0, 10).split('-').map(Number)
  // a calendar needs no zone
  const date = new Date(Date.UTC(year, month - 1, day + days))
  return wallTime(date.toISOString().slice(0, 10), hour, minute)
}

/** The day of the week a time is on, 0 for Sunday. */
export function weekdayOf(wall: WallTime): number {
  return new Date(`${wall.slice(0, 10)}T00:00Z`).getUTCDay()
}
