import { expect, it } from 'vitest'
import { inboundText, USER } from '#core/inbox/testing.ts'
import { accepted, createTestOutbox } from '#core/outbox/testing.ts'
import { DiagnosticsRepository } from '#core/storage/diagnostics-repository.ts'
import { TestLog } from '#core/testing/log.ts'
import { MessageId } from '#shared/model/ids.ts'
import { Recorder } from './recorder.ts'

it('P9: knows the ids and times of a message and nothing that it says or that is secret', () => {
  const app = createTestOutbox()
  app.receive({
    messages: [
      inboundText({ text: 'my words', id: '7459276540318463233', client: 'phone-1', token: 'a-token' }),
    ],
    receivedAt: 5_000,
  })
  const details = new DiagnosticsRepository(app.database).message(MessageId.parse(1))
  expect(details).toMatchObject({
    contactUserId: USER,
    serverId: '7459276540318463233',
    clientId: 'phone-1',
    storedAt: 5_000,
    due: null,
    isForced: false,
    broadcastId: null,
    replaces: null,
  })
  expect(JSON.stringify(details)).not.toMatch(/my words|a-token/)
  expect(new DiagnosticsRepository(app.database).message(MessageId.parse(9))).toBeNull()
})

it('tells what became of a message, the oldest first, and of no other', async () => {
  const app = createTestOutbox()
  app.write()
  const id = await app.sendOne('hello')
  await app.session.last.answer(accepted('1'))
  const repository = new DiagnosticsRepository(app.database)
  const recorder = new Recorder({ clock: app.clock, log: new TestLog(), repository })
  const { accountId } = app
  const event = { kind: 'send', id, reason: null, serverId: null, serverWords: null } as const
  recorder.record(accountId, { ...event, state: 'queued', reason: 'not-connected' })
  recorder.record(accountId, { kind: 'reconnect' })
  recorder.record(accountId, { ...event, id: MessageId.parse(id + 1), state: 'refused' })
  await app.clock.advance(500)
  recorder.record(accountId, { ...event, state: 'unconfirmed', reason: 'answer-lost' })
  recorder.record(accountId, { kind: 'resolved', id, resolution: 'marked-as-sent' })
  const history = recorder.historyOf(accountId, id)
  expect(
    history.map((line) => (line.event.kind === 'send' ? line.event.state : line.event.resolution)),
  ).toEqual(['queued', 'unconfirmed', 'marked-as-sent'])
  expect((history[1]?.at ?? 0) - (history[0]?.at ?? 0)).toBe(500)
  recorder.stop()
})
