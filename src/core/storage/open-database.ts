import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { removeSearchIndex } from '#core/search/index-file.ts'
import type { RepairProgress } from '#shared/model/app-info.ts'
import { DATABASE_NAME, Database, isDamage, isDiskFull, MEDIA_NAME } from './database.ts'
import { arrivalsOf } from './recovery/note-keeper.ts'
import { PAGE_BYTES } from './recovery/page-file.ts'
import { type RecoveredCounts, recoverDatabase } from './recovery/recover-database.ts'
import { type RecoveryNote, readNote } from './recovery/recovery-note.ts'
import { readWal } from './recovery/wal-frames.ts'

/** What was wrong with the database that was opened, in the terms of what the operator must know (P21). */
export type DatabaseDamage =
  /** What could be read was saved into a new one; up to `lost` messages were not. `file` is the damaged one. */
  | { kind: 'recovered'; file: string; messages: number; lost: number }
  /** Nothing could be read. */
  | { kind: 'reset'; file: string }
  /** There was none beside what belongs to one; media that lay there were put into `file`. */
  | { kind: 'gone'; file: string | null }
  /** It is sound and lacks messages that were committed. */
  | { kind: 'shortened'; missing: number }

export interface OpenedDatabase {
  database: Database
  damage: DatabaseDamage | null
}

/** The new database while rows are saved into it, and once all are in it. */
const RECOVERING = '.recovering'
const RECOVERED = '.recovered'
const COMPANIONS = ['-wal', '-shm']

/**
 * Opens the database in `folder` (made with mode 0700, P9) unless it has to be repaired first, which may take a while:
 * `repairDatabase` does that, and then it opens.
 * @param isDamaged damage was met in it while it was in use
 * @returns null when it has to be repaired
 */
export function openSound(folder: string, now: number, isDamaged = false): OpenedDatabase | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = path.join(folder, DATABASE_NAME)
  const note = readNote(file)
  rmSync(file + RECOVERING, { force: true })
  if (existsSync(file)) rmSync(file + RECOVERED, { force: true })
  else if (existsSync(file + RECOVERED)) putInPlace(file, `${file}.damaged-${now}`)
  else if (isGone(folder, note)) return null
  else {
    removeSearchIndex(folder)
    closeSync(openSync(file, 'ax', 0o600))
    return { database: new Database(file), damage: null }
  }
  if (isDamaged || isUnsound(file)) return null
  try {
    return measured(new Database(file), note)
  } catch (error) {
    if (!isDamage(error)) throw error
    return null
  }
}

/** Whether somebody took the database away and left what belongs to one. */
function isGone(folder: string, note: RecoveryNote | null): boolean {
  const file = path.join(folder, DATABASE_NAME)
  return (
    existsSync(`${file}-wal`) || (note !== null && note.accounts.length > 0) || mediaIn(folder).length > 0
  )
}

/**
 * Puts a sound database in the place of the damaged or missing one in `folder`: every readable row is saved into it
 * (P21). The damaged file is moved aside, never changed or deleted, and so are media that the new one does not know.
 * Cut short at any moment, it begins again at the next start.
 * @param told hears how far it is, often
 */
export function repairDatabase(
  folder: string,
  now: number,
  told: (progress: RepairProgress) => void,
): DatabaseDamage {
  const file = path.join(folder, DATABASE_NAME)
  const note = readNote(file)
  return existsSync(file) ? recover(file, note, now, told) : replaceGone(file, note, now, told)
}

/** Opens the database in `folder`, and repairs it first where it has to be. */
export function openDatabase(folder: string, now: number, isDamaged = false): OpenedDatabase {
  const sound = openSound(folder, now, isDamaged)
  if (sound !== null) return sound
  const damage = repairDatabase(folder, now, () => {})
  return { database: new Database(path.join(folder, DATABASE_NAME)), damage }
}

/** A sound database may lack what was stored: it was exchanged, or its log was damaged where that does not show. */
function measured(database: Database, note: RecoveryNote | null): OpenedDatabase {
  const missing = raiseArrivals(database, note)
  return { database, damage: missing > 0 ? { kind: 'shortened', missing } : null }
}

/** Numbers the next messages behind all that were noted; answers how many of those were never found. */
function raiseArrivals(database: Database, note: RecoveryNote | null): number {
  const noted = note?.arrivals ?? 0
  const missing = noted - arrivalsOf(database)
  if (missing <= 0) return 0
  database.transaction(() => {
    database.sql("DELETE FROM sqlite_sequence WHERE name = 'messages'").run()
    database.sql("INSERT INTO sqlite_sequence (name, seq) VALUES ('messages', ?)").run(noted)
  })
  return missing
}

function replaceGone(
  file: string,
  note: RecoveryNote | null,
  now: number,
  told: (progress: RepairProgress) => void,
): DatabaseDamage {
  const media = setAsideMedia(path.dirname(file), now, () => false)
  removeSearchIndex(path.dirname(file))
  closeSync(openSync(file, 'ax', 0o600))
  saveRows(file, note, told)
  rmSync(file)
  putInPlace(file, `${file}.damaged-${now}`)
  const database = new Database(file)
  raiseArrivals(database, note)
  database.close()
  return { kind: 'gone', file: media }
}

/**
 * Puts the new database in the place that the former one has left. The log of the former one goes first: SQLite would
 * play it over whatever database lies beside it.
 */
function putInPlace(file: string, setAside: string): void {
  removeSearchIndex(path.dirname(file))
  for (const suffix of COMPANIONS) if (existsSync(file + suffix)) renameSync(file + suffix, setAside + suffix)
  renameSync(file + RECOVERED, file)
}

function recover(
  file: string,
  note: RecoveryNote | null,
  now: number,
  told: (progress: RepairProgress) => void,
): DatabaseDamage {
  const counts = saveRows(file, note, told)
  const setAside = `${file}.damaged-${now}`
  renameSync(file, setAside)
  putInPlace(file, setAside)
  const database = new Database(file)
  try {
    const lost = counts.lostMessages + raiseArrivals(database, note)
    const known = database.select('SELECT 1 FROM media_files WHERE hash = ?')
    setAsideMedia(path.dirname(file), now, (hash) => known.get(hash) !== undefined)
    return counts.rows === 0
      ? { kind: 'reset', file: setAside }
      : { kind: 'recovered', file: setAside, messages: counts.messages, lost }
  } finally {
    database.close()
  }
}

/** Makes the new database, whole and durable, beside the damaged one, of which the log alone may be left. */
function saveRows(
  file: string,
  note: RecoveryNote | null,
  told: (progress: RepairProgress) => void,
): RecoveredCounts {
  const target = file + RECOVERING
  closeSync(openSync(target, 'ax', 0o600))
  let counts: RecoveredCounts = { rows: 0, messages: 0, lostMessages: 0 }
  try {
    if (statSync(file).isFile()) counts = recoverDatabase(file, target, note?.accounts ?? [], told)
  } catch (error) {
    // with room on the disk it can be saved; whatever else fails must not keep the app from starting
    if (isDiskFull(error)) throw error
    rmSync(target, { force: true })
    new Database(target).close()
  }
  const handle = openSync(target, 'r+')
  fsyncSync(handle)
  closeSync(handle)
  renameSync(target, file + RECOVERED)
  return counts
}

/**
 * Whether the file is damaged where SQLite would not say so: an emptied file, for which it would drop the log beside
 * it, a folder, a header that it refuses as something else, or a log with commits behind a broken place.
 */
function isUnsound(file: string): boolean {
  const stats = statSync(file)
  if (!stats.isFile() || stats.size === 0) return true
  return !hasOwnHeader(file) || readWal(`${file}-wal`, PAGE_BYTES).isBroken
}

const MAGIC = Buffer.from('SQLite format 3\0', 'latin1')

/** Whether all that is the same in every database of ours is so (https://sqlite.org/fileformat2.html#the_database_header). */
function hasOwnHeader(file: string): boolean {
  const header = Buffer.alloc(100)
  const handle = openSync(file, 'r')
  try {
    readSync(handle, header, 0, header.length, 0)
  } finally {
    closeSync(handle)
  }
  return (
    header.subarray(0, 16).equals(MAGIC) &&
    header.readUInt16BE(16) === PAGE_BYTES &&
    [1, 2].includes(header.readUInt8(18)) &&
    header.readUInt8(18) === header.readUInt8(19) &&
    header.readUInt8(20) === 0 &&
    header.readUIntBE(21, 3) === 0x402020 &&
    header.readUInt32BE(44) <= 4 &&
    header.readUInt32BE(52) === 0 &&
    header.readUInt32BE(56) <= 1 &&
    header.subarray(72, 92).every((byte) => byte === 0)
  )
}

/** The bytes of media in the folder: where they lie below it, shelf and name. */
function mediaIn(folder: string): { shelf: string; name: string }[] {
  const media = path.join(folder, MEDIA_NAME)
  if (!existsSync(media)) return []
  return readdirSync(media)
    .filter((shelf) => /^[0-9a-f]{2}$/.test(shelf))
    .flatMap((shelf) => readdirSync(path.join(media, shelf)).map((name) => ({ shelf, name })))
}

/**
 * Moves media that nobody knows out of the folder, where they would be tidied away.
 * @returns where they are now; null when there were none
 */
function setAsideMedia(folder: string, now: number, isKnown: (hash: string) => boolean): string | null {
  const media = path.join(folder, MEDIA_NAME)
  const aside = `${media}.damaged-${now}`
  const unknown = mediaIn(folder).filter(({ name }) => !isKnown(name))
  for (const { shelf, name } of unknown) {
    mkdirSync(path.join(aside, shelf), { recursive: true, mode: 0o700 })
    renameSync(path.join(media, shelf, name), path.join(aside, shelf, name))
  }
  return unknown.length > 0 ? aside : null
}
