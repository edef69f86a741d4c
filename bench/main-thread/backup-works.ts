import { mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inThread } from '#core/backup/in-thread.ts'
import type { BackupPorts } from '#core/backup/ports.ts'
import { TestAutoBackupStore } from '#core/testing/auto-backup-store.ts'
import { type Place, request, type Works } from './works.ts'

const MAIN = path.resolve(import.meta.dirname, '../../src/main')
const PASSPHRASE = 'eight and more characters'
const LOOK_MS = 50

function backupFile(folder: string): string {
  return path.join(folder, 'bench.linkboard-backup')
}

/** A host that answers every dialog at once, and stays when a profile is restored. */
export function backupPorts(folder: string): BackupPorts {
  return {
    profileFolder: folder,
    appVersion: '0.0.0',
    chooseTarget: () => Promise.resolve(backupFile(folder)),
    chooseSource: () => Promise.resolve(backupFile(folder)),
    prepare: (order, signal) =>
      inThread({ script: path.join(MAIN, 'restore-worker.ts'), data: order, signal }),
    stage: () => Promise.resolve(),
    startOver: () => {},
    automatic: {
      store: new TestAutoBackupStore(),
      chooseFolder: () => Promise.resolve(null),
      isSound: (file, signal) => inThread({ script: path.join(MAIN, 'check-worker.ts'), data: file, signal }),
      damaged: () => {},
    },
  }
}

export function backupWorks(place: Place): Works {
  return {
    'an automatic backup': async () => {
      const target = `${place.folder}-backups`
      mkdirSync(target)
      await request(place, 'backup.automate', {
        ...{ folder: target, everyDays: 1, keep: 2, passphrase: PASSPHRASE },
      })
      const isThere = () => readdirSync(target).some((name) => name.endsWith('.linkboard-backup'))
      while (!isThere()) await delay(LOOK_MS)
      // ends once nothing of it is under way any more
      await request(place, 'backup.stopAutomatic', undefined)
      // beside main, as the product removes files of that size
      await rm(target, { recursive: true })
    },
    'a backup': () => request(place, 'backup.create', { passphrase: PASSPHRASE }),
  }
}

/** After it no backup can be made, for the program is about to start over. */
export function restoringWorks(place: Place): Works {
  return {
    'checking a backup': async () => {
      await request(place, 'backup.choose', undefined)
      const preview = await request(place, 'backup.open', { passphrase: PASSPHRASE })
      if (preview === null) throw new Error('the check was cancelled')
    },
    'restoring it': () => request(place, 'backup.restore', undefined),
  }
}
