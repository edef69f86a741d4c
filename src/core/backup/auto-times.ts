import type { AppNotice } from '#shared/model/app-info.ts'
import { instantOf, onDay, wallTimeAt } from '#shared/model/wall-time.ts'
import type { KeptAutoBackups } from './ports.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** From here on a failure is no passing thing. */
const LONG_MS = 3 * DAY_MS
/** The operator wants to hear of it later. */
const LATER_MS = 7 * DAY_MS
/** A backup is new for so long. */
const NEW_MS = 30 * DAY_MS
/** So old is the oldest message of somebody who has something to lose. */
export const WORTH_KEEPING_MS = 3 * DAY_MS

/**
 * When the next automatic backup is due: at the same time of the operator's day so many days after the newest, at once
 * without one. One that the clock of this computer had not reached yet, for it was set back since, counts as none.
 * Unix milliseconds; null: never.
 */
export function nextBackupAt({ plan, last }: KeptAutoBackups, now: number): number | null {
  if (plan === null) return null
  if (last === null || last.at > now + DAY_MS) return now
  const wall = wallTimeAt(last.at)
  const [hour = 0, minute = 0] = wall.slice(11).split(':').map(Number)
  return instantOf(onDay(wall, plan.everyDays, hour, minute))
}

type BackupNotice = Extract<AppNotice, { kind: 'backup-missing' | 'backup-failing' }>

/** What the operator is to hear of backups now. `isWorthKeeping`: there is something that it would be a pity to lose. */
export function backupNotice(
  kept: KeptAutoBackups,
  now: number,
  isWorthKeeping: boolean,
): BackupNotice | null {
  const { plan, failure } = kept
  if (plan === null) {
    const isNew = [kept.byHandAt, kept.last?.at ?? null].some((at) => isWithin(at, now, NEW_MS))
    const isQuiet = isNew || isQuietUntil(kept.quietUntil, now)
    return isWorthKeeping && !isQuiet ? { kind: 'backup-missing' } : null
  }
  if (failure === null || isQuietUntil(failure.quietUntil, now)) return null
  const { code } = failure
  const since = failingSince(failure, now)
  return { kind: 'backup-failing', code, since, isLong: now - since >= LONG_MS }
}

/** Since when none could be made; a moment that is still to come is of a clock that was set back since. */
export function failingSince({ since }: NonNullable<KeptAutoBackups['failure']>, now: number): number {
  return Math.min(since, now)
}

/** The operator has read it and does not want to be told for a while. */
export function quieted(kept: KeptAutoBackups, now: number): KeptAutoBackups {
  const { plan, failure } = kept
  if (plan === null) return { ...kept, quietUntil: now + LATER_MS }
  if (failure === null) return kept
  const since = failingSince(failure, now)
  const isLong = now - since >= LONG_MS
  return { ...kept, failure: { ...failure, quietUntil: isLong ? now + LATER_MS : since + LONG_MS } }
}

/** Whether a moment lies so far back at most; one that is still to come is of a clock that was set back since. */
function isWithin(at: number | null, now: number, ms: number): boolean {
  return at !== null && at > now - ms && at <= now + DAY_MS
}

function isQuietUntil(until: number | null, now: number): boolean {
  return until !== null && now < until && until <= now + LATER_MS + HOUR_MS
}
