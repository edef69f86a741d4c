import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import electronLog from 'electron-log/node'
import type { LogEvent } from '#core/diagnostics/log-event.ts'
import type { Log, NamedFile } from '#core/ports.ts'

/** Size from which on a file is closed and the next one begun. */
const MAX_BYTES = 1024 * 1024
/** Files kept beside the one that is written. */
const KEPT_FILES = 4
const NAME = 'main'
const LOG_FILE = /^main(?:\.\d)?\.log$/

/** The log and what only the composition root may do with it. */
export interface LogFiles extends Log {
  readonly folder: string
  /** Writes what is held. What is written in one turn goes into the file in the next, together. */
  flush(): void
}

/** Moves `main.log` to `main.1.log` and the older ones one place on; the oldest goes. */
function shift(file: string): void {
  const numbered = (index: number) => path.join(path.dirname(file), `${NAME}.${index}.log`)
  rmSync(numbered(KEPT_FILES), { force: true })
  for (let index = KEPT_FILES - 1; index >= 1; index -= 1) {
    if (existsSync(numbered(index))) renameSync(numbered(index), numbered(index + 1))
  }
  renameSync(file, numbered(1))
}

function readFiles(folder: string): NamedFile[] {
  try {
    return readdirSync(folder)
      .filter((name) => LOG_FILE.test(name))
      .sort()
      .map((name) => ({ name, content: readFileSync(path.join(folder, name)) }))
  } catch {
    // A log that cannot be read is done without.
    return []
  }
}

/**
 * The log in `folder` (mode 0700), a JSON object a line: the time and one event of the closed union,
 * so that nothing can be written that is not meant to be (P9). It holds five files of 1 MB at most.
 * @param now the system's clock, in Unix milliseconds
 */
export function openLogFiles(folder: string, now: () => number): LogFiles {
  const logger = electronLog.create({ logId: folder })
  const { file, console: toConsole } = logger.transports
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  } catch {
    file.level = false
  }
  toConsole.level = false
  file.resolvePathFn = () => path.join(folder, `${NAME}.log`)
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.format = '{text}'
  file.maxSize = MAX_BYTES
  file.archiveLogFn = (full) => {
    try {
      shift(full.toString())
    } catch {
      full.clear()
    }
  }
  let lines: string[] = []
  /** Each line by itself opens and closes the file: with many accounts that held everybody up. */
  function flush(): void {
    if (lines.length === 0) return
    const text = lines.join('\n')
    lines = []
    logger.info(text)
  }
  return {
    folder,
    flush,
    write(event: LogEvent) {
      if (lines.length === 0) setImmediate(flush)
      lines.push(JSON.stringify({ at: new Date(now()).toISOString(), ...event }))
    },
    files() {
      flush()
      return readFiles(folder)
    },
  }
}
