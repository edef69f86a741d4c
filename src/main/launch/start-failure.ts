import { DatabaseTooNewError, isDiskFull } from '#core/storage/database.ts'
import type { Language } from '#shared/model/settings.ts'

type Cause = 'too-new' | 'disk-full' | 'not-writable' | 'in-the-way' | 'unknown'

/** SQLite's own number for "the file cannot be opened". */
const SQLITE_CANTOPEN = 14

const NOT_WRITABLE: ReadonlySet<unknown> = new Set(['EROFS', 'EACCES', 'EPERM'])
const IN_THE_WAY: ReadonlySet<unknown> = new Set(['ENOTDIR', 'EISDIR', 'EEXIST'])

const WORDS: Record<Language, Record<Cause, string>> = {
  en: {
    'too-new':
      'This profile was last used by a newer Linkboard. Install that version again, or use another profile.',
    'disk-full': 'The profile could not be opened: the disk is full. Make room and start again.',
    'not-writable':
      'The profile could not be opened: its folder may not be written. Check the permissions of the folder, or choose another one with --user-data-dir.',
    'in-the-way':
      'The profile could not be opened: something else stands where its files belong. Move that away, or choose another folder with --user-data-dir.',
    unknown:
      'The profile could not be opened. Start again; if that does not help, choose another folder with --user-data-dir.',
  },
  'zh-CN': {
    'too-new': '这个配置文件夹上次由更新版本的 Linkboard 使用。请重新安装那个版本，或换一个配置文件夹。',
    'disk-full': '无法打开配置文件夹：磁盘已满。请腾出空间后重新启动。',
    'not-writable': '无法打开配置文件夹：没有写入权限。请检查文件夹权限，或用 --user-data-dir 另选一个。',
    'in-the-way':
      '无法打开配置文件夹：应放文件的位置被别的东西占用。请把它移开，或用 --user-data-dir 另选一个。',
    unknown: '无法打开配置文件夹。请重新启动；如果仍不行，用 --user-data-dir 另选一个。',
  },
}

function codesOf(error: unknown): unknown[] {
  if (!(error instanceof Error)) return []
  return ['code' in error ? error.code : undefined, 'errcode' in error ? error.errcode : undefined]
}

function causeOf(error: unknown): Cause {
  if (error instanceof DatabaseTooNewError) return 'too-new'
  const [code, errcode] = codesOf(error)
  if (isDiskFull(error) || code === 'ENOSPC') return 'disk-full'
  if (NOT_WRITABLE.has(code)) return 'not-writable'
  if (IN_THE_WAY.has(code) || errcode === SQLITE_CANTOPEN) return 'in-the-way'
  return 'unknown'
}

/** Why the app cannot start and what to do, and behind it the cause's own code, for whoever helps. */
export function describeStartFailure(error: unknown, language: Language): string {
  const code = codesOf(error).find((one) => one !== undefined)
  const words = WORDS[language][causeOf(error)]
  return code === undefined ? words : `${words} (${String(code)})`
}
