import type { Language } from '#shared/model/settings.ts'

/** Dates, times, numbers and sizes in one language, with the computer's time zone. */
export interface Formats {
  /** Hours and minutes: "09:41". */
  time(at: number): string
  /** For lists, always with hours within the year: "09:41", "Yesterday 22:24", "Fri 09:05", "Feb 1 09:05". */
  listTime(at: number, now: number): string
  /** The same inside a sentence: "yesterday 22:24". */
  since(at: number, now: number): string
  /** A time to come, with hours: "18:00" today, "Tomorrow 09:00", "Mon 09:00" within a week, else with the date. */
  soonTime(at: number, now: number): string
  /** A whole day, for separators in a log: "Today", "Yesterday", else the date. */
  day(at: number, now: number): string
  /** Date and time, complete. */
  dateTime(at: number): string
  number(value: number): string
  /** A share of one in whole hundredths: "34%". */
  percent(share: number): string
  /** Bytes with one decimal from a kilobyte on: "3.2 MB". */
  size(bytes: number): string
  /** Length of a recording: "0:07", "1:02:03". */
  duration(ms: number): string
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const SIZE_UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Local midnight of the day a time falls on. */
export function startOfDay(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** Whole calendar days from one time's day to another's; robust against days of 23 or 25 hours. */
function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY_MS)
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = String(seconds % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** Formats by language, each made once: a dozen formatters take milliseconds to build. */
export function createFormatsByLanguage(): (language: Language) => Formats {
  const made = new Map<Language, Formats>()
  return (language) => {
    const known = made.get(language)
    if (known) return known
    const formats = createFormats(language)
    made.set(language, formats)
    return formats
  }
}

export function createFormats(language: Language): Formats {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' })
  const shortDate = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' })
  const fullDate = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric' })
  const dayInYear = new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', weekday: 'long' })
  const longDay = new Intl.DateTimeFormat(language, { dateStyle: 'full' })
  const dateTime = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  })
  const relativeDay = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })

  const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)

  function since(at: number, now: number): string {
    const days = daysBetween(at, now)
    if (days <= 0) return time.format(at)
    if (days === 1) return `${relativeDay.format(-1, 'day')} ${time.format(at)}`
    if (days < 7) return `${weekday.format(at)} ${time.format(at)}`
    return sameYear(at, now) ? `${shortDate.format(at)} ${time.format(at)}` : fullDate.format(at)
  }

  // the rows that a busy inbox draws at once are of one minute nearly always
  let listed = { minute: Number.NaN, now: Number.NaN, words: '' }
  function listTime(at: number, now: number): string {
    const minute = Math.floor(at / MINUTE_MS)
    if (listed.minute !== minute || listed.now !== now)
      listed = { minute, now, words: capital(since(at, now)) }
    return listed.words
  }

  return {
    time: (at) => time.format(at),
    listTime,
    since,
    soonTime(at, now) {
      const days = daysBetween(now, at)
      const hours = time.format(at)
      if (days <= 0) return hours
      if (days === 1) return `${capital(relativeDay.format(1, 'day'))} ${hours}`
      return `${(days < 7 ? weekday : sameYear(at, now) ? shortDate : fullDate).format(at)} ${hours}`
    },
    day(at, now) {
      const days = daysBetween(at, now)
      if (days === 0 || days === 1) return capital(relativeDay.format(-days, 'day'))
      return (sameYear(at, now) ? dayInYear : longDay).format(at)
    },
    dateTime: (at) => dateTime.format(at),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    size(bytes) {
      let value = Math.max(0, bytes)
      let unit = 0
      while (value >= 1024 && unit < SIZE_UNITS.length - 1) {
        value /= 1024
        unit += 1
      }
      return `${(unit === 0 ? number : decimal).format(value)} ${SIZE_UNITS[unit] ?? ''}`
    },
    duration,
  }
}
