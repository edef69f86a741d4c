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
