import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nextBackupAt } from './auto-times.ts'

beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => vi.unstubAllEnvs())

/** When the next one after `last` is due, as the clock of Berlin shows it. */
function nextAfter(last: string, everyDays = 1, now = Date.parse(last) + 60_000): string {
  const next = nextBackupAt(
    {
      ...{ mark: null, made: [], failure: null, byHandAt: null, quietUntil: null },
      plan: { folder: '/', everyDays, keep: 1 },
      last: { at: Date.parse(last), name: '', bytes: 0 },
    },
    now,
  )
  return new Date(next ?? 0).toISOString()
}

it('the next backup is due at the same time of the day, whatever summer time does', () => {
  expect(nextAfter('2026-03-10T09:14:30+01:00')).toBe('2026-03-11T08:14:00.000Z')
  // the clock goes forward, back, and shows a time not at all or twice
  expect(nextAfter('2026-03-28T21:00:00+01:00')).toBe('2026-03-29T19:00:00.000Z')
  expect(nextAfter('2026-10-24T21:00:00+02:00', 7)).toBe('2026-10-31T20:00:00.000Z')
  expect(nextAfter('2026-03-28T02:30:00+01:00')).toBe('2026-03-29T01:30:00.000Z')
  expect(nextAfter('2026-10-24T02:30:00+02:00')).toBe('2026-10-25T00:30:00.000Z')
  expect(nextAfter('2026-10-25T02:30:00+01:00')).toBe('2026-10-26T01:30:00.000Z')
})

it('one of a time that is yet to come counts as none, unless it is hours alone', () => {
  const now = Date.parse('2026-03-10T09:00:00+01:00')
  expect(nextAfter('2030-01-01T00:00:00+01:00', 1, now)).toBe(new Date(now).toISOString())
  expect(nextAfter('2026-03-10T14:00:00+01:00', 1, now)).toBe('2026-03-11T13:00:00.000Z')
})
