import { DatabaseTooNewError, isDiskFull } from '#core/storage/database.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import type { Language } from '#shared/model/settings.ts'
import { ForeignFolderError } from './profile-folder.ts'

/** Each has its words under `startFailure`. */
type Cause = 'too-new' | 'foreign-folder' | 'disk-full' | 'not-writable' | 'in-the-way' | 'unknown'

/** SQLite's own number for "the file cannot be opened". */
const SQLITE_CANTOPEN = 14

const NOT_WRITABLE: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM'])
const IN_THE_WAY: ReadonlySet<unknown> = new Set(['ENOTDIR', 'EISDIR', 'EEXIST'])

function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return []
  return ['code' in error ? error.code : undefined, 'errcode' in error ? error.errcode : undefined]
}

function causeOf(error: unknown): Cause {
  if (error instanceof DatabaseTooNewError) return 'too-new'
  if (error instanceof ForeignFolderError) return 'foreign-folder'
  const [code, errcode] = codesOf(error)
  if (isDiskFull(error) || code === 'ENOSPC') return 'disk-full'
  if (NOT_WRITABLE.has(code)) return 'not-writable'
  if (IN_THE_WAY.has(code) || errcode === SQLITE_CANTOPEN) return 'in-the-way'
  return 'unknown'
}

/** Why the app cannot start and what to do, and behind it the cause's own code, for whoever helps. */
export function describeStartFailure(error: unknown, language: Language): string {
  const code = codesOf(error).find((one) => one !== undefined)
  const words = createTranslator(language)(`startFailure.${causeOf(error)}`)
  return code === undefined ? words : `${words} (${String(code)})`
}
