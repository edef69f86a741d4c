import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { KeptAutoBackups } from '#core/backup/ports.ts'
import type { Protection } from '#core/ports.ts'
import { AppError } from '#shared/errors.ts'
import { openAutoBackupFile } from './auto-backup-file.ts'

let folder = ''
let protection: Protection = 'strong'
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-auto-backup-'))
  protection = 'strong'
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Enciphers so that nobody could take it for what it was. */
const turned = (text: string) => [...text].reverse().join('')

function open() {
  return openAutoBackupFile(folder, {
    protection: () => protection,
    async encipher(secret) {
      if (protection === 'ask') throw new AppError('vault-refused')
      return turned(secret)
    },
    decipher: async (ciphertext) => turned(ciphertext),
  })
}

const KEPT: KeptAutoBackups = {
  mark: 'abcdef',
  plan: { folder: '/media/stick', everyDays: 2, keep: 5 },
  made: [{ folder: '/media/stick', name: 'one' }],
  last: { at: 1, name: 'one', bytes: 2 },
  failure: { code: 'storage-full', since: 3, quietUntil: null },
  byHandAt: null,
  quietUntil: 4,
}
const file = () => path.join(folder, 'backups.json')
const content = () => readFileSync(file(), 'utf8')

it('P9: keeps what is set over a start, for its owner alone, and the passphrase only enciphered', async () => {
  const first = open()
  expect(first.read()).toMatchObject({ mark: null, plan: null, made: [] })
  await first.setPassphrase('three unlikely words')
  await first.write(KEPT)
  expect(content()).not.toContain('three unlikely words')
  if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600)
  const next = open()
  expect(next.read()).toEqual(KEPT)
  expect(next.hasPassphrase()).toBe(true)
  expect(await next.passphrase()).toBe('three unlikely words')
  await next.setPassphrase(null)
  expect(open().hasPassphrase()).toBe(false)
  expect(readdirSync(folder)).toEqual(['backups.json'])
})

it('keeps the passphrase in memory alone where secrets last for this session, and what was kept before is gone', async () => {
  const first = open()
  await first.write(KEPT)
  await first.setPassphrase('three unlikely words')
  protection = 'session-only'
  await first.setPassphrase('four more unlikely words')
  expect(await first.passphrase()).toBe('four more unlikely words')
  const next = open()
  expect(next.read().plan).toEqual(KEPT.plan)
  expect(next.hasPassphrase()).toBe(false)
  expect(await next.passphrase()).toBeNull()
})

it('takes none while nobody has agreed to how it would be kept', async () => {
  protection = 'ask'
  await expect(open().setPassphrase('three unlikely words')).rejects.toMatchObject({ code: 'vault-refused' })
  expect(open().hasPassphrase()).toBe(false)
})

it('takes what is damaged as absent, each by itself', async () => {
  await open().write(KEPT)
  writeFileSync(
    file(),
    content().replace('"everyDays":2', '"everyDays":0').replace('"quietUntil":4', '"quietUntil":"x"'),
  )
  expect(open().read()).toEqual({ ...KEPT, plan: null, quietUntil: null })
  writeFileSync(file(), '{"kept"')
  expect(open().read().mark).toBeNull()
})

it('holds what is written at once, and says where it cannot be kept', async () => {
  const store = open()
  const writing = [store.write({ ...KEPT, plan: null }), store.write(KEPT)]
  expect(store.read()).toEqual(KEPT)
  await Promise.all(writing)
  expect(open().read()).toEqual(KEPT)
  rmSync(folder, { recursive: true })
  await expect(store.write(KEPT)).rejects.toMatchObject({ code: 'storage-failed' })
})
