import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WINDOW_MS } from './reply-window.ts'
import { closesBefore, isSnoozeOver, snoozeChoices } from './snooze.ts'
import { instantOf, onDay, type WallTime, wallTimeAt } from './wall-time.ts'
import { WallTimeSchema } from './wall-time-schema.ts'

const HOUR = 3_600_000
const wall = (text: string) => WallTimeSchema.parse(text)

beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => vi.unstubAllEnvs())

/** The presets at a time as `preset until`. */
function choicesAt(at: string): string[] {
  return snoozeChoices(instantOf(wall(at))).map(({ preset, until }) => `${preset} ${until ?? '-'}`)
}

describe('presets of a snooze', () => {
  it('on a Tuesday at noon', () => {
    expect(choicesAt('2026-09-01T12:10')).toEqual([
      'in-three-hours 2026-09-01T15:10',
      'this-evening 2026-09-01T18:00',
      'tomorrow-morning 2026-09-02T09:00',
      'next-monday 2026-09-07T09:00',
      'until-they-write -',
    ])
  })

  it('no evening that is over, or nearly', () => {
    const hasEvening = (at: string) => choicesAt(at).some((choice) => choice.startsWith('this-evening'))
    expect(hasEvening('2026-09-01T17:30')).toBe(true)
    expect(hasEvening('2026-09-01T17:31')).toBe(false)
    expect(hasEvening('2026-09-01T22:00')).toBe(false)
  })

  it.each([
    ['a Monday: in a week', '2026-09-07T08:00', '2026-09-14T09:00'],
    ['the end of a year', '2026-12-31T10:00', '2027-01-04T09:00'],
    ['across the end of summer time', '2026-10-24T10:00', '2026-10-26T09:00'],
  ])('next Monday from %s', (_day, at, monday) => {
    expect(choicesAt(at)).toContain(`next-monday ${monday}`)
  })

  it('offers a time once: next Monday is tomorrow on a Sunday, in three hours may be this evening', () => {
    expect(choicesAt('2026-09-06T10:00').slice(2)).toEqual([
      'tomorrow-morning 2026-09-07T09:00',
      'until-they-write -',
    ])
    expect(choicesAt('2026-09-01T15:00').slice(0, 2)).toEqual([
      'in-three-hours 2026-09-01T18:00',
      'tomorrow-morning 2026-09-02T09:00',
    ])
  })

  it('three hours are three hours, also over a change of summer time', () => {
    expect(choicesAt('2026-10-25T00:30')).toContain('in-three-hours 2026-10-25T02:30')
    expect(choicesAt('2026-03-29T00:30')).toContain('in-three-hours 2026-03-29T04:30')
  })
})

describe('a reply window that closes first', () => {
  const NOON = wall('2026-09-01T12:00')
  /** When it closes before the snooze ends, in ms from now. */
  function closesIn(writtenAgoMs: number | null, until: WallTime | null): number | null {
    const now = instantOf(NOON)
    const lastInboundAt = writtenAgoMs === null ? null : now - writtenAgoMs
    const evidence = { lastInboundAt, sentSinceInbound: 0, refusedSinceInbound: false }
    const closesAt = closesBefore(evidence, until, now)
    return closesAt === null ? null : closesAt - now
  }

  it('is said with its time', () => {
    expect(closesIn(WINDOW_MS - 2 * HOUR, wall('2026-09-01T15:00'))).toBe(2 * HOUR)
    expect(closesIn(WINDOW_MS - 2 * HOUR, null)).toBe(2 * HOUR)
    expect(closesIn(WINDOW_MS - 2 * HOUR, wall('2026-09-01T13:59'))).toBeNull()
  })

  it('not where it is closed already, or never opened', () => {
    expect(closesIn(WINDOW_MS, wall('2026-09-02T15:00'))).toBeNull()
    expect(closesIn(null, null)).toBeNull()
  })
})

describe('wall time', () => {
  it('is over from its minute on', () => {
    const now = instantOf(wall('2026-09-01T12:00'))
    expect(isSnoozeOver(wall('2026-09-01T12:01'), now)).toBe(false)
    expect(isSnoozeOver(wall('2026-09-01T12:00'), now)).toBe(true)
    expect(isSnoozeOver(wall('2026-09-01T11:59'), now)).toBe(true)
  })

  it('comes back as it went, in every zone', () => {
    for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia']) {
      vi.stubEnv('TZ', zone)
      expect(wallTimeAt(instantOf(wall('2026-09-01T12:34')))).toBe('2026-09-01T12:34')
    }
  })

  it('counts days by the calendar', () => {
    expect(onDay(wall('2028-02-28T23:59'), 1, 9)).toBe('2028-02-29T09:00')
    expect(onDay(wall('2026-12-31T00:00'), 1, 18, 30)).toBe('2027-01-01T18:30')
  })

  it.each(['2026-13-01T00:00', '2026-02-01', '2026-02-01T25:00', '2026-02-01T10:00:00', 'tomorrow'])(
    'refuses %s',
    (text) => expect(WallTimeSchema.safeParse(text).success).toBe(false),
  )
})
