import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { rememberRefusal, wasRefused } from './refusals.mjs'
import { capture } from './run.mjs'
import { ScriptError, say } from './say.mjs'
import { installPackages, isInstalled, mayInstall, missingPackageAdvice } from './system-packages.mjs'

/** Debian's packages for what the app cannot show without them. */
const FONTS = [
  { language: 'zh-cn', name: 'fonts-noto-cjk', shows: 'Chinese text' },
  { language: 'und-zsye', name: 'fonts-noto-color-emoji', shows: 'Emoji' },
]

/** Where a browser of the Chromium family may be, in the order in which the host looks. */
function candidates() {
  const named = process.env['LINKBOARD_CHROMIUM']
  if (named) return [named]
  switch (process.platform) {
    case 'darwin':
      return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
        (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
      )
    case 'win32': {
      const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => process.env[name])
      const programs = [
        'Chromium/Application/chrome.exe',
        'Google/Chrome/Application/chrome.exe',
        'Microsoft/Edge/Application/msedge.exe',
      ]
      return folders.flatMap((folder) => (folder ? programs.map((program) => join(folder, program)) : []))
    }
    default: {
      const names = [
        'chromium',
        'chromium-browser',
        'google-chrome',
        'google-chrome-stable',
        'microsoft-edge',
      ]
      const folders = [
        ...(process.env['PATH'] ?? '').split(delimiter),
        '/usr/bin',
        '/usr/local/bin',
        '/snap/bin',
      ]
      return names.flatMap((name) => folders.map((folder) => join(folder, name)))
    }
  }
}

export function findChromium() {
  return candidates().find((path) => isExecutable(path)) ?? null
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Sees to a Chromium for the Chromium host, and to glyphs for the Chinese it shows. */
export async function ensureChromium() {
  if (findChromium() === null) {
    if (process.env['LINKBOARD_CHROMIUM'])
      throw new ScriptError(`LINKBOARD_CHROMIUM=${process.env['LINKBOARD_CHROMIUM']} cannot be run`)
    if (!mayInstall())
      throw new ScriptError(
        `Chromium is needed. ${missingPackageAdvice(['chromium', ...FONTS.map(({ name }) => name)])}`,
      )
    const refused = await installPackages(['chromium'])
    if (refused !== null || findChromium() === null)
      throw new ScriptError(
        `Chromium is needed and could not be installed: ${refused ?? 'its executable is missing'}`,
      )
  }
  for (const font of FONTS) await ensureFont(font)
}

/**
 * Sees to Debian's Chromium that has no windows, on which specs start in half the time. It need not be had: without
 * it the host takes the other one.
 */
export async function ensureHeadlessShell() {
  const name = 'chromium-headless-shell'
  if (process.env['LINKBOARD_CHROMIUM'] || !mayInstall() || isInstalled(name) || wasRefused(name, name))
    return
  const refused = await installPackages([name])
  if (refused === null) return
  say(`The specs run on the whole Chromium and take longer: ${refused}`)
  rememberRefusal(name, name)
}

/** @param {{ language: string, name: string, shows: string }} font */
async function ensureFont({ language, name, shows }) {
  if (process.platform !== 'linux' || isInstalled(name) || wasRefused(name, name)) return
  const { code, output } = await capture('fc-list', [`:lang=${language}`, 'file'])
  if (code === 0 && output !== '') return
  const refused = mayInstall() ? await installPackages([name]) : missingPackageAdvice([name])
  if (refused === null) return
  say(`${shows} will show as boxes: no font for it is installed. ${refused}`)
  rememberRefusal(name, name)
}
