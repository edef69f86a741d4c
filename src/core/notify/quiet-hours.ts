import type { NotificationSettings } from '#shared/model/settings.ts'

/**
 * Whether it is quiet at a minute of the operator's day. By what the clock on the wall shows: a night on which it
 * changes to or from summer time is an hour shorter or longer, and begins and ends when it says so.
 */
export function isQuietAt(
  { on, from, to }: NotificationSettings['quietHours'],
  minuteOfDay: number,
): boolean {
  if (!on) return false
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to
}

/** The minute of the operator's day at an instant. Unix milliseconds. */
export function minuteOfDayAt(instant: number): number {
  const date = new Date(instant)
  return date.getHours() * 60 + date.getMinutes()
}
