import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import { inThread } from '#core/backup/in-thread.ts'
import { ofThisComputer } from '#core/backup/own-settings.ts'
import type { BackupPorts, RestoredParts } from '#core/backup/ports.ts'
import { AppError } from '#shared/errors.ts'
import { askPlace } from './adapters/ask-place.ts'
import { openSystemVault } from './adapters/secret-vault.ts'
import { openSettingsFile } from './adapters/settings-store.ts'
import type { Profile } from './profile.ts'
import { unpackedPath } from './unpacked.ts'

const FILTERS = [{ name: 'Linkboard', extensions: ['linkboard-backup'] }]

/** Gives backups the system's dialogs and the profile's own files. */
export function createBackupPorts(options: {
  profile: Profile
  /** What the dialogs stand before. */
  window(): BrowserWindow | null
  startOver(parts: RestoredParts): void
  /** The profile's database is not sound. */
  damaged(): void
}): BackupPorts {
  const { profile, window, startOver, damaged } = options
  return {
    profileFolder: profile.folder,
    appVersion: app.getVersion(),
    chooseTarget: (suggestedName) => askPlace(window(), { defaultPath: suggestedName, filters: FILTERS }),
    async chooseSource() {
      const { canceled, filePaths } = await askOpen(window(), { properties: ['openFile'], filters: FILTERS })
      return canceled ? null : (filePaths[0] ?? null)
    },
    prepare: (order, signal) =>
      inThread({ script: unpackedPath(import.meta.dirname, 'restore-worker.mjs'), data: order, signal }),
    stage: (folder, parts) => stage(profile, folder, parts),
    startOver,
    automatic: {
      store: profile.autoBackups,
      async chooseFolder() {
        const { canceled, filePaths } = await askOpen(window(), {
          properties: ['openDirectory', 'createDirectory'],
        })
        return canceled ? null : (filePaths[0] ?? null)
      },
      isSound: (file, signal) =>
        inThread({ script: unpackedPath(import.meta.dirname, 'check-worker.mjs'), data: file, signal }),
      damaged,
    },
  }
}

function askOpen(window: BrowserWindow | null, options: OpenDialogOptions) {
  return window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options)
}

/** Protection and what belongs to this computer stay as they are here, whatever the other one had. */
async function stage(profile: Profile, folder: string, { settings, tokens }: RestoredParts): Promise<void> {
  const protection = profile.vault.protection()
  if (protection === 'ask') throw new AppError('vault-refused')
  const file = openSettingsFile(folder, Date.now())
  file.write({ ...settings, ...ofThisComputer(profile.settings.read()) })
  file.weakProtectionAgreed = profile.settings.weakProtectionAgreed
  if (protection === 'session-only') return
  const vault = await openSystemVault({ folder, now: Date.now(), weakAgreed: protection === 'weak-agreed' })
  for (const [id, token] of tokens) await vault.set(id, token)
  // the proxy that is set here stays, and so does what it asks for
  const proxy = await profile.vault.proxy.get()
  if (proxy !== null) await vault.proxy.set(proxy)
}
