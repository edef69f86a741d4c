import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { createTestPrograms } from '../testing.ts'

const MINUTE_MS = 60_000

function scene() {
  const app = createTestPrograms()
  const { id } = app.letIn('manage')
  return {
    ...app,
    id,
    /** A call of `logout` that goes on. */
    async begin(program = id) {
      const of = app.call(program, 'logout')
      await settle()
      return { of }
    },
  }
}

describe('P22: a program that wants to sign a session out', () => {
  it('has a person asked, and does it once they agree', async () => {
    const app = scene()
    const { of } = await app.begin()
    expect(app.questions).toMatchObject([{ program: 'Helper' }])
    expect(app.account.state).toBe('online')
    await app.questions[0]?.answer(true)
    expect(await of).toEqual({ success: true, session: 'Account 1', state: 'signed_out' })
    expect(app.account.state).toBe('signed-out')
    expect(await (await app.begin()).of).toMatchObject({ success: true })
    expect(app.questions).toHaveLength(1)
  })

  it('is told no, and has nobody asked again for ten minutes', async () => {
    const app = scene()
    const { of } = await app.begin()
    await app.questions[0]?.answer(false)
    expect(await of).toMatchObject({ success: false, state: 'declined' })
    await app.clock.advance(9 * MINUTE_MS)
    expect(await (await app.begin()).of).toMatchObject({ state: 'declined' })
    app.lock(true)
    app.lock(false)
    expect(await (await app.begin()).of).toMatchObject({ state: 'declined' })
    expect(app.questions).toHaveLength(1)
    await app.clock.advance(MINUTE_MS)
    await app.begin()
    expect(app.questions).toHaveLength(2)
  })

  it('is told after 40 seconds that nobody has decided, and asks about it without asking twice', async () => {
    const app = scene()
    const { of } = await app.begin()
    await app.clock.advance(40_000)
    expect(await of).toEqual({ success: false, session: 'Account 1', state: 'waiting_approval' })
    const again = await app.begin()
    expect(app.questions).toHaveLength(1)
    await app.questions[0]?.answer(true)
    expect(await again.of).toMatchObject({ success: true, state: 'signed_out' })
  })

  it('closes the question when the window is locked, whoever answers it then', async () => {
    const app = scene()
    const { of } = await app.begin()
    app.lock(true)
    expect(await of).toBe('locked')
    expect(app.questions[0]?.isOver).toBe(true)
    await app.questions[0]?.answer(true)
    app.lock(false)
    expect(app.account.state).toBe('online')
  })

  it('closes the question when the program is revoked, and shows those of others one after the other', async () => {
    const app = scene()
    const other = app.letIn('manage')
    const first = await app.begin()
    const second = await app.begin(other.id)
    expect(app.questions).toHaveLength(1)
    app.programs.revoke(app.id)
    expect(await first.of).toBe('not_allowed')
    await settle()
    expect(app.questions.map(({ isOver }) => isOver)).toEqual([true, false])
    await app.questions[1]?.answer(false)
    expect(await second.of).toMatchObject({ state: 'declined' })
    expect(app.account.state).toBe('online')
  })

  it('has to be one that may manage', async () => {
    const app = scene()
    expect(await (await app.begin(app.letIn('send').id)).of).toBe('not_allowed')
    expect(app.questions).toEqual([])
  })
})
