/** Runs a program and answers what it wrote; rejects when there is none or it fails. */
type Run = (program: string, args: readonly string[]) => Promise<string>

const WATCHER = 'org.kde.StatusNotifierWatcher'

/** Ways to ask the session's bus whether somebody shows tray icons. */
const QUESTIONS: readonly [program: string, args: readonly string[], yes: RegExp][] = [
  [
    'gdbus',
    [
      'call',
      '--session',
      '--dest=org.freedesktop.DBus',
      '--object-path=/org/freedesktop/DBus',
      '--method=org.freedesktop.DBus.NameHasOwner',
      WATCHER,
    ],
    /^\(true,\)/,
  ],
  [
    'busctl',
    [
      '--user',
      'call',
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus',
      'NameHasOwner',
      's',
      WATCHER,
    ],
    /^b true/,
  ],
]

/**
 * Whether an icon in the tray is seen by anybody. Windows and macOS always have a place for it; a Linux desktop may
 * have none, and Electron does not say so. Where nobody can be asked there is none.
 */
export async function isTrayThere(platform: string, run: Run): Promise<boolean> {
  if (platform !== 'linux') return true
  for (const [program, args, yes] of QUESTIONS) {
    try {
      return yes.test(await run(program, args))
    } catch {
      // the next one may be there
    }
  }
  return false
}
