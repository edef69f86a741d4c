import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { AppError } from '#shared/errors.ts'
import { createTestTools } from './testing.ts'

const MESSAGE = '7490000000000000123'

/** A message with a file that is not here, and a program. */
function aFile({ isLost = false } = {}) {
  let isHere = false
  const app = createTestTools({
    handOut: {
      held() {
        if (!isHere) throw new AppError('media-missing')
        return { source: '/media/hash', name: 'menu.txt', size: 4, kind: 'other', type: null }
      },
      copy: async () => '/copies/7/menu.txt',
      markOrigin: async () => {},
    },
  })
  const { accountId, conversationWith, database, messages, stores, write } = app
  write({ id: MESSAGE })
  const message = messages.receivedAs(MESSAGE, [accountId])
  if (message === null) throw new Error('it was written')
  const parts = JSON.stringify([{ kind: 'file', name: '../menu.txt', size: 4 }])
  database.sql('UPDATE messages SET parts = ? WHERE id = ?').run(parts, message.id)
  const file = stores.media.add({
    ...{ messageId: message.id, accountId, conversationId: conversationWith(), place: 0, declared: 'file' },
    ...{ name: '../menu.txt', at: 0, state: 'on-demand', reason: null, hash: null, reference: null },
    ...{ plainSize: isLost ? null : 4, plainMd5: null },
  })
  /** The bytes are here. */
  function arrives(): void {
    isHere = true
    database.sql("UPDATE media SET state = 'held' WHERE id = ?").run(file)
    app.events.raise({ kind: 'media-changed', mediaIds: [file], messageIds: [message?.id ?? 0] as never })
  }
  return { ...app, file, arrives, one: app.program() }
}

describe('download', () => {
  it('fetches what is not here, and answers once it is', async () => {
    const { arrives, clock, file, one, stores, told } = aFile()
    const answer = told(one, 'download', { message_id: MESSAGE })
    await clock.advance(30_000)
    expect(stores.media.get(file)?.state).toBe('waiting')
    arrives()
    expect(await answer).toEqual({
      ...{ path: '/copies/7/menu.txt', name: 'menu.txt', size: 4, kind: 'other' },
      resource: `linkboard://media/${file}`,
    })
  })

  it('answers within 45 seconds that it is still being fetched', async () => {
    const { call, clock, one } = aFile()
    const answer = call(one, 'download', { message_id: MESSAGE })
    await clock.advance(45_000)
    expect(await answer).toBe('still_fetching')
  })

  it('says so when it cannot be fetched, at once or in the end', async () => {
    const { becomes, call, file, one } = aFile()
    const answer = call(one, 'download', { message_id: MESSAGE })
    await settle()
    becomes(file, 'failed', 'gone')
    expect(await answer).toBe('media_missing')
    const lost = aFile({ isLost: true })
    expect(await lost.call(lost.one, 'download', { message_id: MESSAGE })).toBe('media_missing')
  })

  it('ends at once when the app is locked meanwhile', async () => {
    const { call, lock, one } = aFile()
    const answer = call(one, 'download', { message_id: MESSAGE })
    await settle()
    lock(true)
    expect(await answer).toBe('locked')
  })

  it('has one file of a message that has one, and none of an account that is not to be known of', async () => {
    const { anotherAccount, call, one, program } = aFile()
    expect(await call(one, 'download', { message_id: MESSAGE, index: 1 })).toBe('no_media')
    const few = program('read', [anotherAccount('other')])
    expect(await call(few, 'download', { message_id: MESSAGE })).toBe('no_such_message')
  })
})
