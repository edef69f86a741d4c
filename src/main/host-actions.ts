import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { app, type BrowserWindow, shell } from 'electron'
import type { AppActions } from '#core/app-actions.ts'
import { AppError } from '#shared/errors.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import { languageOf } from '#shared/model/app-info.ts'
import type { Language } from '#shared/model/settings.ts'
import { askPlace } from './adapters/ask-place.ts'
import { confirmOpening, confirmSignOut } from './adapters/confirm.ts'
import { createKeepAwake } from './adapters/keep-awake.ts'
import type { LogFiles } from './adapters/log-file.ts'
import { createOriginMark } from './adapters/origin-mark.ts'
import { type SavePermission, saveCopy, saveFile, saveText } from './adapters/save-as.ts'
import type { LoginItem } from './desktop/login-item.ts'
import type { RaiseKeys } from './desktop/raise-keys.ts'
import { dragIcon } from './drag-icon.ts'
import type { Profile } from './profile.ts'

export interface HostActionsOptions {
  systemLanguage: Language
  /** The profile in force. */
  profile(): Profile
  /** The window, while there is one. */
  window(): BrowserWindow | null
  /** The product is locked: a dialog that still stands open may be answered by anybody. */
  isLocked(): boolean
  onPainted(): void
  onSettled(): void
  log: LogFiles
  loginItem: LoginItem
  raiseKeys: RaiseKeys
}

/** What changes the product that runs; the runtime does it. */
type RuntimeActions = 'startPractice' | 'leavePractice' | 'answerQuit' | 'startAfresh'

/** What the system does for the product when a window asks for it. */
export function createHostActions(options: HostActionsOptions): Omit<AppActions, RuntimeActions> {
  const { isLocked, log, loginItem, onPainted, onSettled, profile, raiseKeys, systemLanguage, window } =
    options
  const markOrigin = createOriginMark({
    platform: process.platform,
    now: () => Date.now(),
    writeFile: (file, content) => writeFile(file, content),
    run: async (program, args) => void (await promisify(execFile)(program, args)),
  })
  const permission: SavePermission = {
    askPlace: (suggestedName) => askPlace(window(), { defaultPath: suggestedName }),
    isLocked,
  }
  return {
    painted: onPainted,
    settled: onSettled,
    setRaiseKeys: (keys) => raiseKeys.change(keys),
    restoreRaiseKeys: (keys) => raiseKeys.restore(keys),
    setStartAtLogin: (on) => loginItem.set(on),
    openLink: (url) => shell.openExternal(url),
    answerProtection: (choice) => {
      const { settings, vault } = profile()
      // not before it is kept: nothing is stored weakly without a yes that lasts
      if (choice === 'store-anyway') settings.weakProtectionAgreed = true
      vault.answer(choice)
    },
    async openLogFolder() {
      const refusal = await shell.openPath(log.folder)
      if (refusal !== '') throw new AppError('folder-unreadable')
    },
    async licences() {
      // beside the bundle it is made for, or beside the archive that this is packed in
      const folder = app.isPackaged ? process.resourcesPath : path.join(import.meta.dirname, '..')
      return await readFile(path.join(folder, 'third-party-licenses.txt'), 'utf8').catch((cause) => {
        throw new AppError('not-found', undefined, { cause })
      })
    },
    saveFile: (name, content) => saveFile(permission, name, content),
    saveText: (name, content) => saveText(permission, name, content),
    saveCopy: (name, source) => saveCopy(permission, name, source, markOrigin),
    markOrigin,
    async confirmOpening(name) {
      const t = createTranslator(languageOf(profile().settings.read(), { systemLanguage }))
      return (await confirmOpening(window(), t, name)) && !isLocked()
    },
    confirmSignOut(question, signal) {
      const t = createTranslator(languageOf(profile().settings.read(), { systemLanguage }))
      return confirmSignOut(window(), t, question, signal)
    },
    async openFile(file) {
      const refusal = await shell.openPath(file)
      if (refusal !== '') throw new AppError('file-unopenable')
    },
    showInFolder: (file) => shell.showItemInFolder(file),
    forgetPages: () => window()?.webContents.reload(),
    startDrag: (file) => window()?.webContents.startDrag({ file, icon: dragIcon() }),
    keepAwake: createKeepAwake(),
  }
}
