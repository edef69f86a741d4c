import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestOutbox } from '#core/outbox/testing.ts'
import { MIGRATIONS } from '#core/storage/migrations.ts'
import type { TextKey, Translator } from '#shared/i18n/translate.ts'
import type { BroadcastRecipient, BroadcastSummary } from '#shared/model/broadcast.ts'
import { BroadcastId } from '#shared/model/ids.ts'
import type { Broadcasts } from './broadcasts.ts'
import { exportHead, exportLines } from './export.ts'
import { lineOf, recipientStateOf } from './recipient-state.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'

/** What the version before attempts were rows of their own made of its database, and showed of it. */
interface Former {
  runs: { name: string; summary: BroadcastSummary; recipients: BroadcastRecipient[]; csv: string }[]
  pending: unknown
  open: unknown
  countPending: number
  unfinished: number
  resolutions: unknown
}

const VERSION = 5
const fixture = (name: string) =>
  readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url), 'utf8')
/** The words that the fixture was exported in: the keys themselves. */
const WORDS: Partial<Record<TextKey, string>> = {
  'broadcasts.person.contactId': 'id',
  'account.numbered': 'Account',
  'contact.unnamed': 'Contact',
}
const text: Translator = (key, values = {}) =>
  [WORDS[key] ?? key.split('.').at(-1), ...Object.values(values)].join(' ')

let folder = ''
let file = ''
const stored: Former = JSON.parse(fixture('broadcasts-of-version-5.json'))
/** With what that version did not know of. */
const former: Former = {
  ...stored,
  runs: stored.runs.map((run) => ({
    ...run,
    summary: { ...run.summary, isArchived: false, scheduled: null },
  })),
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-attempts-'))
  file = path.join(folder, 'linkboard.db')
  const old = new DatabaseSync(file)
  for (const step of MIGRATIONS.slice(0, VERSION)) old.exec(step)
  old.exec(fixture('broadcasts-of-version-5.sql'))
  old.exec(`PRAGMA user_version = ${VERSION}`)
  old.close()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What the present version shows of the same runs. */
function shown({ stores, database, repository }: TestOutbox, { views }: Broadcasts): Former {
  const ids = former.runs.map(({ summary: { id } }) => BroadcastId.parse(id))
  return {
    runs: ids.map((id, index) => {
      const summary = views.summary(id)
      if (summary === null) throw new Error('a run is gone')
      const { recipients } = views.details(id)
      const names = stores.ledger.names(id, 0, recipients.length)
      const csv = exportHead(text) + exportLines({ recipients, names, text, time: String })
      const name = former.runs[index]?.name ?? ''
      return { name, summary: { ...summary, endsAt: null, waitsFor: [] }, recipients, csv }
    }),
    pending: [...stores.sums.pendingByConversation()],
    open: ids.map((id) => stores.sums.openByAccount(id)),
    countPending: stores.sums.countPending(),
    unfinished: repository.countUnfinished(),
    resolutions: database.sql('SELECT id, resolution FROM messages WHERE resolution IS NOT NULL').all(),
  }
}

/** Opens the profile where nothing can be sent, and answers what it shows before anything goes on. */
function open(): { app: TestBroadcasts; atOnce: Former } {
  let atOnce: Former | null = null
  const app = createTestBroadcasts(file, (made, broadcasts) => {
    for (const { id } of made.accounts.list()) made.session.block(id)
    atOnce = shown(made, broadcasts)
  })
  if (atOnce === null) throw new Error('nothing was seen')
  return { app, atOnce }
}

describe('a profile of the version that overwrote attempts', () => {
  it('shows the same ledgers, sums and exports', () => {
    expect(open().atOnce).toEqual(former)
  })

  it('keeps no state that does not follow from its attempts', () => {
    let others: string[] = []
    createTestBroadcasts(file, ({ stores, session, accounts }) => {
      for (const { id } of accounts.list()) session.block(id)
      others = former.runs.flatMap(({ name, summary: { id } }) =>
        stores.ledger.list(id).flatMap((stored) => {
          const line = lineOf(stored)
          const breaker = stores.runAccounts.breaker(line.broadcastId, line.accountId)
          const { state, skip } = recipientStateOf(line.items, breaker)
          const isSame = !line.isPlanned || (state === line.state && skip === line.skip)
          return isSame ? [] : [`${name}: ${line.contactUserId} is ${line.state}, follows ${state}`]
        }),
      )
    })
    // a retry of what the operator has taken in hand was only dropped once its turn had come
    expect(others).toEqual(['uploads: u3@im.wechat is queued, follows refused'])
  })

  it('goes on with what was to come, and sends nothing that was accepted', async () => {
    const { app } = open()
    for (const { id } of app.accounts.list()) app.session.unblock(id)
    const ids = former.runs.map(({ summary: { id } }) => id)
    for (const id of ids) if (app.stateOf(id) === 'paused') app.broadcasts.resume(id)
    await app.carryOn()
    const sent = app.session.sends.map(({ message }) => message.toUserId.split('@', 1)[0])
    expect(sent.toSorted()).toEqual([
      'g2',
      'g2',
      'g3',
      'g3',
      'p1',
      'p2',
      'p2',
      'p3',
      'p3',
      'u1',
      'u2',
      'u3',
      'v1',
      'v2',
      'w1',
      'w2',
    ])
    expect(new Set(ids.map((id) => app.stateOf(id)))).toEqual(new Set(['finished', 'cancelled', 'stopped']))
  })
})
