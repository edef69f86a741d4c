import { describe, expect, it } from 'vitest'
import { REFUSED } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestBroadcasts } from './testing.ts'

const TWO_PIECES = `${'a'.repeat(1_800)}b`

describe('what windows are told', () => {
  it('counts nobody as having answered what never left', async () => {
    const app = createTestBroadcasts()
    const [a] = app.contacts(app.accountId, ['a'])
    const id = await app.start()
    app.broadcasts.pause(id)
    await app.clock.advance(3_600_000)
    app.write({ from: 'a@im.wechat' })
    app.broadcasts.contactsWrote(a === undefined ? [] : [a])
    expect(app.broadcasts.views.summary(id)?.answered).toBe(0)
  })

  it('calls somebody refused whose upload the operator tries again by hand', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start({ text: '', files: [1] })
    await app.session.uploads[0]?.end({ kind: 'refused', serverText: null })
    await app.clock.advance(1_000)
    app.outbox.retry(app.messageOf(id))
    await settle()
    expect(app.state(app.messageOf(id))).toBe('uploading')
    expect(app.ledger(id)).toEqual(['a: refused'])
  })

  it('calls nobody sending of whom nothing is on its way', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    const id = await app.start({ text: TWO_PIECES })
    await app.untilSends(1)
    expect(app.broadcasts.views.summary(id)?.counts).toMatchObject({ sending: 1, queued: 1 })
    await app.session.last.answer(app.nextAccepted())
    app.broadcasts.pause(id)
    const { recipients } = app.broadcasts.views.details(id)
    expect(recipients.map(({ state }) => state)).toEqual(['queued', 'queued'])
    expect(app.broadcasts.views.summary(id)?.counts).toMatchObject({ sending: 0, queued: 2 })
    app.broadcasts.resume(id)
    app.session.block(app.accountId)
    app.broadcasts.accountChanged(app.accountId)
    expect(app.broadcasts.views.summary(id)?.counts).toMatchObject({ sending: 0, queued: 2 })
  })

  it('says for whom a run waits, and then not when it will be through', async () => {
    const app = createTestBroadcasts()
    const [here, away] = [app.anotherAccount('here'), app.anotherAccount('away')]
    app.contacts(here, ['a', 'b'])
    app.contacts(away, ['c'])
    app.session.block(away)
    const id = await app.start({ paceMs: 60_000 })
    expect(app.broadcasts.views.summary(id)).toMatchObject({ waitsFor: [away], endsAt: null })
    app.session.unblock(away)
    app.broadcasts.accountChanged(away)
    await app.clock.advance(1_000)
    const told = app.published.flatMap((change) => (change.kind === 'broadcast' ? [change.broadcast] : []))
    expect(told.at(-1)).toMatchObject({ waitsFor: [], endsAt: expect.any(Number) })
  })

  it('keeps what a refusal said when a retry cannot reach anybody', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['a'])
    const id = await app.start()
    await app.untilSends(1)
    await app.session.last.answer(REFUSED)
    await expect(app.broadcasts.retry(id, false)).rejects.toThrow('broadcast-nobody-reachable')
    expect(app.ledger(id)).toEqual(['a: refused'])
    expect(app.stateOf(id)).toBe('finished')
  })
})
