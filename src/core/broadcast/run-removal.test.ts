import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { RunRemoval } from './run-removal.ts'
import { createTestBroadcasts } from './testing.ts'

/** A run that has ended, of which two people got their message. */
async function ended() {
  const app = createTestBroadcasts()
  app.contacts(app.accountId, ['b', 'a'])
  const id = await app.start({ files: [1] })
  await app.carryOn()
  return { app, id, rows: (sql: string) => app.database.select(sql).all() }
}

describe('P23: a run that is deleted', () => {
  it('is gone with its ledger and its content; its messages stay where they are', async () => {
    const { app, id, rows } = await ended()
    const message = app.messageOf(id)
    app.broadcasts.removeRun(id)
    expect(app.broadcasts.views.summary(id)).toBeNull()
    await settle()
    for (const table of ['broadcasts', 'broadcast_recipients', 'broadcast_attempts', 'broadcast_contents'])
      expect([table, rows(`SELECT 1 FROM ${table}`)]).toEqual([table, []])
    expect(app.stores.messages.get(message)).not.toBeNull()
    expect(app.stores.broadcasts.markOf(message)).toBeNull()
    expect(app.published.at(-1)).toMatchObject({ kind: 'broadcast-removed', id })
  })

  it('goes on being deleted at the next start, and is in no list meanwhile', async () => {
    const { app, id, rows } = await ended()
    app.stores.broadcasts.markRemoved(id)
    expect(app.broadcasts.views.summaries()).toEqual([])
    app.broadcasts.start()
    await settle()
    expect(rows('SELECT 1 FROM broadcast_recipients')).toEqual([])
  })

  it('is gone with its ledger also when another one was being deleted', async () => {
    const { app, id, rows } = await ended()
    app.contacts(app.accountId, ['c'])
    const other = await app.start()
    await app.carryOn()
    const logs: ((isCut: boolean) => void)[] = []
    const removal = new RunRemoval({
      ...{ clock: app.clock, stores: app.stores, events: app.events },
      reads: { emptyLog: () => new Promise((resolve) => logs.push(resolve)) },
      released: () => {},
      failed: (error) => app.failures.push(error),
    })
    removal.remove(id)
    await settle()
    removal.remove(other)
    logs[0]?.(true)
    await settle()
    expect(rows('SELECT 1 FROM broadcasts')).toEqual([])
    expect(rows('SELECT 1 FROM broadcast_recipients')).toEqual([])
  })

  it('has ended before', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    expect(() => app.broadcasts.removeRun(id)).toThrow('not-possible-now')
    expect(() => app.broadcasts.archive(id, true)).toThrow('not-possible-now')
  })
})

it('a run is put away, and taken out again by hand or by what goes on', async () => {
  const { app, id } = await ended()
  const isArchived = () => app.broadcasts.views.summary(id)?.isArchived
  app.broadcasts.archive(id, true)
  expect(isArchived()).toBe(true)
  app.broadcasts.archive(id, false)
  expect(isArchived()).toBe(false)
})
