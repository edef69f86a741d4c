import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealToken } from '#core/accounts/bound-token.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import { MarkRepository } from '#core/storage/mark-repository.ts'
import { openDatabase } from '#core/storage/open-database.ts'
import { KeyCombinationSchema } from '#shared/model/key-combination-schema.ts'
import { DEFAULT_SETTINGS, Settings } from '#shared/model/settings.ts'
import { WallTimeSchema } from '#shared/model/wall-time-schema.ts'
import { Backups } from './backups.ts'
import { finishSwap } from './profile-swap.ts'
import { dumpDatabase, NOW, PASSPHRASE, SECRETS, TestComputer } from './testing.ts'

let old: TestComputer
let next: TestComputer
beforeEach(() => {
  old = new TestComputer()
  next = new TestComputer()
})
afterEach(async () => {
  await old.end()
  await next.end()
})

/** Takes the old computer's backup to the next one and opens it there. */
async function carryOver(): Promise<void> {
  await old.backups.create(PASSPHRASE)
  next.file = old.file
  await next.backups.choose()
  await next.backups.open(PASSPHRASE)
}

/** What the next computer's profile holds once it has started over. */
function restored(): Record<string, unknown[]> {
  next.close()
  expect(finishSwap(next.folder)).not.toBeNull()
  const { database } = openDatabase(path.join(next.folder, 'data'), NOW)
  const dump = dumpDatabase(database)
  database.close()
  return dump
}

describe('a backup', () => {
  it('brings everything back as it was, on another computer', async () => {
    const { account, conversation } = old.fill()
    const marks = new MarkRepository(old.database)
    marks.set(conversation, { mark: 'muted', after: true })
    marks.set(conversation, {
      mark: 'triage',
      after: { kind: 'snoozed', seq: 1_000, until: WallTimeSchema.parse('2027-01-01T09:00') },
    })
    const before = old.dump()
    expect(before['conversations']).toContainEqual(
      expect.objectContaining({ muted: 1, triage: 'snoozed', snoozed_until: '2027-01-01T09:00' }),
    )
    await carryOver()
    expect(await next.backups.restore()).toBe(true)
    expect(next.startedOver).toEqual({
      settings: old.settings,
      tokens: new Map([[account, sealToken(1, SECRETS.token)]]),
    })
    expect(restored()).toEqual(before)
  })

  it('leaves out what belongs to the computer that it was made on', async () => {
    old.fill()
    old.settings = {
      ...old.settings,
      machine: {
        closeToTray: true,
        raiseKeys: KeyCombinationSchema.parse('Mod+Alt+L'),
        programs: { isOn: true, port: 5000 },
      },
    }
    await carryOver()
    await next.backups.restore()
    expect(next.startedOver?.settings).toEqual({ ...old.settings, machine: DEFAULT_SETTINGS.machine })
  })

  it('brings every setting along but those that are listed as this computer’s, each with its reason', async () => {
    /** What a backup leaves behind, and why. */
    const OF_THIS_COMPUTER: Partial<Record<keyof Settings, Record<string, string>>> = {
      network: { proxy: 'a proxy of that network is none here, and one that is set here is not gone around' },
      machine: {
        closeToTray: 'another desktop may have no tray',
        raiseKeys: 'another program may have the keys there',
        programs: 'nobody there has let a program in',
      },
    }
    /** A value of each that is none of the defaults. */
    const OTHERS: { [K in keyof Settings]: Settings[K] } = {
      language: 'zh-CN',
      theme: 'dark',
      panes: { list: 400, rail: 240, contact: true, folds: { groups: [], isRestOpen: true } },
      columns: [{ filter: 'unread', width: 400 }],
      letterKeys: false,
      sendKey: 'mod-enter',
      typingIndicator: true,
      removesPlace: false,
      keepsAwake: false,
      undoSeconds: 5,
      media: { ...DEFAULT_SETTINGS.media, autoFetch: false, keepDays: 30 },
      broadcast: { paceMs: 5_000, reserve: 3, perMinute: 60, cap: 1, capDays: 14 },
      notifications: { ...DEFAULT_SETTINGS.notifications, messages: false, content: 'hidden' },
      lock: { idleMinutes: 5, onSleep: false, onScreenLock: false },
      network: { proxy: { mode: 'off', address: null } },
      machine: {
        closeToTray: true,
        raiseKeys: KeyCombinationSchema.parse('Mod+Alt+L'),
        programs: { isOn: true, port: 5000 },
      },
    }
    old.fill()
    old.settings = OTHERS
    await carryOver()
    await next.backups.restore()
    const restored = next.startedOver?.settings ?? DEFAULT_SETTINGS
    for (const key of Object.keys(Settings.shape) as (keyof Settings)[]) {
      expect(OTHERS[key], `${key} is tried with its default`).not.toEqual(DEFAULT_SETTINGS[key])
      const left = OF_THIS_COMPUTER[key]
      if (left === undefined) expect(restored[key], key).toEqual(OTHERS[key])
      else {
        expect(restored[key], key).toEqual(DEFAULT_SETTINGS[key])
        expect(Object.keys(left).sort()).toEqual(Object.keys(DEFAULT_SETTINGS[key] ?? {}).sort())
      }
    }
  })

  it('P9: nothing secret can be read in its bytes, and nothing readable stays beside it', async () => {
    old.fill()
    const before = old.files()
    await old.backups.create(PASSPHRASE)
    const bytes = old.bytes()
    for (const [name, secret] of Object.entries(SECRETS)) expect(bytes.includes(secret), name).toBe(false)
    for (const plain of ['SQLite format', 'Shop', 'one@im.bot', PASSPHRASE]) {
      expect(bytes.includes(plain), plain).toBe(false)
    }
    expect(old.files()).toEqual(before)
    if (process.platform !== 'win32') expect(statSync(String(old.file)).mode & 0o777).toBe(0o600)
  })

  it('is named by the day, says its size, and tells how far it is', async () => {
    old.fill()
    const made = await old.backups.create(PASSPHRASE)
    expect(old.suggested).toMatch(/^Linkboard \d{4}-\d\d-\d\d\.linkboard-backup$/)
    expect(made).toEqual({ name: 'my.linkboard-backup', bytes: old.bytes().length })
    const percents = old.tasks.flatMap((task) => (task === null ? [] : [task.percent]))
    expect(percents).toEqual([...percents].sort((one, other) => one - other))
    expect(percents.length).toBeGreaterThan(3)
    expect(old.tasks.at(-1)).toBeNull()
  })

  it('is of one moment, whatever is written meanwhile', async () => {
    old.fill()
    const before = old.dump()
    let written = 0
    old.onTask = (task) => {
      // before the first step there is no moment yet
      if (task === null || task.percent === 0) return
      written += 1
      old.database.sql('INSERT INTO contacts (user_id) VALUES (?)').run(`late-${written}@im.wechat`)
    }
    await carryOver()
    expect(written).toBeGreaterThan(3)
    await next.backups.restore()
    expect(restored()).toEqual(before)
  })

  it('leaves out the token of a binding that its copy of the database does not have', async () => {
    const { account } = old.fill()
    old.vault.tokens.set(account, sealToken(2, 'of the next sign-in'))
    await carryOver()
    await next.backups.restore()
    expect(next.startedOver?.tokens.has(account)).toBe(false)
  })

  it('cancelled at any time, leaves nothing behind and an earlier one as it was', async () => {
    old.fill()
    writeFileSync(String(old.file), 'an earlier backup')
    const before = old.files()
    for (const at of [0, 20, 40, 70]) {
      old.onTask = (task) => task !== null && task.percent >= at && old.backups.cancel()
      expect(await old.backups.create(PASSPHRASE)).toBeNull()
      expect(old.files()).toEqual(before)
      expect(old.bytes().toString()).toBe('an earlier backup')
    }
    old.file = null
    expect(await old.backups.create(PASSPHRASE)).toBeNull()
  })

  it('is whole where two are written to one place at a time', async () => {
    old.fill()
    next.file = old.file
    let other: Promise<unknown> | null = null
    old.onTask = (task) => {
      if (task !== null && task.percent > 60) other ??= next.backups.create(PASSPHRASE)
    }
    expect(await old.backups.create(PASSPHRASE)).not.toBeNull()
    expect(await other).not.toBeNull()
    expect(await old.backups.choose()).not.toBeNull()
    expect(await old.backups.open(PASSPHRASE)).not.toBeNull()
    expect(old.files().filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('refuses a place it cannot write to, in a code with words', async () => {
    old.fill()
    const before = old.files()
    old.file = path.join(old.folder, 'nowhere', 'a.linkboard-backup')
    await expect(old.backups.create(PASSPHRASE)).rejects.toMatchObject({ code: 'backup-unwritable' })
    expect(old.files()).toEqual(before)
  })

  it('does one thing at a time, and nothing any more once the app ends', async () => {
    old.fill()
    const first = old.backups.create(PASSPHRASE)
    await expect(old.backups.create(PASSPHRASE)).rejects.toMatchObject({ code: 'not-possible-now' })
    await old.backups.stop()
    expect(await first).toBeNull()
    expect(existsSync(String(old.file))).toBe(false)
    await expect(old.backups.choose()).rejects.toMatchObject({ code: 'not-possible-now' })
  })

  it('P9: the copy of a killed run is removed at the next start', async () => {
    const copy = path.join(old.folder, 'data', 'backup-copy.db')
    for (const suffix of ['', '-journal']) writeFileSync(copy + suffix, SECRETS.contextToken)
    old.backups.start()
    await old.backups.stop()
    expect(old.files().filter((name) => name.includes('backup-copy'))).toEqual([])
  })
})

describe('a preview', () => {
  it('says when, what, and who is here already', async () => {
    const { account, conversation } = old.fill()
    old.addSend(account, conversation, 'accepted')
    old.accounts.bind(null, { botId: 'two@im.bot', baseUrl: 'https://a.weixin.qq.com', ownerUserId: null })
    // of a deleted history only what a ledger names is left, which nobody can see
    const erased = new ConversationRepository(old.database).ensure(account, 'erased:9')
    old.addSend(account, erased, 'refused')
    old.database.sql('UPDATE conversations SET erased = 2 WHERE id = ?').run(erased)
    next.accounts.bind(null, { botId: 'two@im.bot', baseUrl: 'https://a.weixin.qq.com', ownerUserId: null })
    await old.backups.create(PASSPHRASE)
    next.file = old.file
    expect(await next.backups.choose()).toEqual({ name: 'my.linkboard-backup', bytes: old.bytes().length })
    expect(await next.backups.open(PASSPHRASE)).toEqual({
      createdAt: NOW,
      messages: 301,
      accounts: [
        { number: 1, alias: 'Shop', isHere: false, hasSignIn: true },
        { number: 2, alias: null, isHere: true, hasSignIn: false },
      ],
    })
  })
})

describe('a restore', () => {
  it('P15: sends nothing by itself: what reached nobody waits, what was being sent is unconfirmed', async () => {
    const { account, conversation } = old.fill()
    const states = [
      'queued',
      'sending',
      'uploading',
      'accepted',
      'refused',
      'cancelled',
      'waiting-for-contact',
    ]
    const ids = [
      old.addSend(account, conversation, 'queued'),
      old.addSend(account, conversation, 'sending'),
      old.addSend(account, conversation, 'uploading'),
      old.addSend(account, conversation, 'accepted'),
      old.addSend(account, conversation, 'refused'),
      old.addSend(account, conversation, 'cancelled'),
      old.addSend(account, conversation, 'waiting-for-contact'),
    ]
    const known = old.addSend(account, conversation, 'sending')
    old.database.sql("UPDATE messages SET message_id = 'echo' WHERE id = ?").run(known)
    await carryOver()
    expect(
      old.database.sql('SELECT send_state AS s FROM messages WHERE id = ?').get(ids[0] ?? 0)?.['s'],
    ).toBe('queued')
    await next.backups.restore()
    const { messages = [], conversations = [] } = restored()
    const stateOf = (id: number) =>
      messages
        .filter((row): row is { id: number; send_state: string; send_reason: string | null } =>
          isRow(row, id),
        )
        .map((row) => [row.send_state, row.send_reason])[0]
    expect(states.map((_, index) => stateOf(ids[index] ?? 0))).toEqual([
      ['waiting-for-contact', 'restored'],
      ['unconfirmed', 'interrupted'],
      ['waiting-for-contact', 'restored'],
      ['accepted', null],
      ['refused', null],
      ['cancelled', null],
      ['waiting-for-contact', null],
    ])
    expect(stateOf(known)).toEqual(['accepted', null])
    expect(conversations).toContainEqual(expect.objectContaining({ id: conversation, waiting_offered: 0 }))
  })

  it('needs the right passphrase, and changes nothing without it', async () => {
    old.fill()
    await old.backups.create(PASSPHRASE)
    next.file = old.file
    const before = next.files()
    await next.backups.choose()
    await expect(next.backups.open('another passphrase')).rejects.toMatchObject({ code: 'backup-passphrase' })
    await expect(next.backups.restore()).rejects.toMatchObject({ code: 'not-possible-now' })
    expect(next.files()).toEqual(before)
    expect(await next.backups.open(PASSPHRASE)).not.toBeNull()
  })

  it('refuses what was damaged between the preview and the restore, and changes nothing', async () => {
    old.fill()
    await carryOver()
    const before = next.files()
    truncateSync(String(old.file), old.bytes().length - 1)
    await expect(next.backups.restore()).rejects.toMatchObject({ code: 'backup-damaged' })
    expect(next.files()).toEqual(before)
    expect(finishSwap(next.folder)).toBeNull()
  })

  it.each([
    ['not-there', 'backup-unreadable'],
    ['a-folder', 'backup-unreadable'],
    ['foreign', 'backup-foreign'],
    ['empty', 'backup-foreign'],
  ])('refuses a file that is none: %s', async (name, code) => {
    next.makeFolder('a-folder')
    writeFileSync(path.join(next.folder, 'foreign'), 'PK and so on, a letter to grandmother')
    writeFileSync(path.join(next.folder, 'empty'), '')
    next.file = path.join(next.folder, name)
    await expect(next.backups.choose()).rejects.toMatchObject({ code })
  })

  it('refuses the backup of a newer version before anything is touched', async () => {
    old.fill()
    old.database.sql('PRAGMA user_version = 999').run()
    await old.backups.create(PASSPHRASE)
    next.file = old.file
    await next.backups.choose()
    await expect(next.backups.open(PASSPHRASE)).rejects.toMatchObject({ code: 'backup-too-new' })
  })

  it('P9: waits until somebody agreed to how tokens are kept', async () => {
    old.fill()
    await carryOver()
    next.vault.protection = () => 'ask'
    await expect(next.backups.restore()).rejects.toMatchObject({ code: 'vault-refused' })
    expect(readdirSync(next.folder)).not.toContain('restore')
  })

  it('cancelled, changes nothing', async () => {
    old.fill()
    await carryOver()
    const before = next.files()
    next.onTask = (task) => task?.kind === 'restore' && next.backups.cancel()
    expect(await next.backups.restore()).toBe(false)
    expect(next.files()).toEqual(before)
    expect(next.startedOver).toBeNull()
  })

  it('cancelled once everything was read, while the database is prepared, changes nothing', async () => {
    old.fill()
    await carryOver()
    const before = next.files()
    next.onPrepare = () => next.backups.cancel()
    expect(await next.backups.restore()).toBe(false)
    expect(next.files()).toEqual(before)
    expect(next.startedOver).toBeNull()
  })

  it('sets the former database aside, whole', async () => {
    old.fill()
    next.accounts.bind(null, { botId: 'x@im.bot', baseUrl: 'https://a.weixin.qq.com', ownerUserId: null })
    const before = next.dump()
    await carryOver()
    await next.backups.restore()
    next.close()
    const swapped = finishSwap(next.folder)
    const aside = new DatabaseSync(swapped?.setAside ?? '')
    expect(aside.prepare('SELECT * FROM accounts').all()).toEqual(before['accounts'])
    aside.close()
    expect(finishSwap(next.folder)).toBeNull()
  })
})

describe('in practice mode', () => {
  it('there is nothing to be kept', async () => {
    const backups = new Backups({ ...old.parts, ports: null })
    await expect(backups.create(PASSPHRASE)).rejects.toMatchObject({ code: 'not-possible-now' })
    await backups.stop()
  })
})

function isRow(row: unknown, id: number): boolean {
  return typeof row === 'object' && row !== null && 'id' in row && row.id === id
}
