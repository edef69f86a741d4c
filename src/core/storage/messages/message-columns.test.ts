import { expect, it } from 'vitest'
import { createTestInbox, inboundText } from '#core/inbox/testing.ts'

it('P11: a row that a failing disk has garbled cannot be read, and takes nothing else with it', () => {
  const inbox = createTestInbox()
  inbox.receive({
    messages: [inboundText({ id: '1', text: 'sound' }), inboundText({ id: '2', text: 'lost' })],
  })
  const [, garbled] = inbox.shown()
  inbox.database
    .sql("UPDATE messages SET parts = '[{\"ki', quote = '{', send_state = 'acceptee' WHERE id = ?")
    .run(garbled?.id ?? 0)
  expect(inbox.shown().map(({ parts }) => parts[0]?.kind)).toEqual(['text', 'unreadable'])
  expect(inbox.shown()[1]?.sending?.state).toBe('unconfirmed')
  expect(inbox.summary().last?.part.kind).toBe('unreadable')
})

it('P11: JSON of another shape cannot be read either, and leaves the other parts as they are', () => {
  const inbox = createTestInbox()
  inbox.receive({ messages: [inboundText({ id: '1', text: 'one' }), inboundText({ id: '2', text: 'two' })] })
  const [first, second] = inbox.shown()
  const write = inbox.database.sql('UPDATE messages SET parts = ?, quote = ? WHERE id = ?')
  write.run('[{"kind":"text"},{"kind":"text","text":"kept"},{"kind":"hologram"},7]', '[]', first?.id ?? 0)
  write.run('{"kind":"text","text":"no list"}', '{"part":{"kind":"voice","durationMs":"x"}}', second?.id ?? 0)
  const [one, two] = inbox.shown()
  expect(one?.parts.map(({ kind }) => kind)).toEqual(['unreadable', 'text', 'unreadable', 'unreadable'])
  expect(one?.quote).toBeNull()
  expect(two?.parts).toEqual([{ kind: 'unreadable' }])
  expect(two?.quote?.part).toEqual({ kind: 'unreadable' })
})
