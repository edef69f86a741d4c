import { serialize } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { ProgramId } from '#shared/model/program.ts'
import { createTestTools } from '../tools/testing.ts'
import type { FromServer, ToServer } from './protocol.ts'

/** What was asked, in order. */
function questions(passed: readonly (FromServer | ToServer)[]): string[] {
  return passed.flatMap((message) => (message.kind === 'question' ? [message.question.name] : []))
}

/** Bytes of what went from thread to thread. */
function bytesOf(passed: readonly unknown[]): number {
  return passed.reduce<number>((sum, message) => sum + serialize(message).length, 0)
}

describe('calls in the thread that serves programs', () => {
  it.each([
    ['history', { limit: 100 }],
    ['conversations', {}],
    ['recv', { timeout: 0 }],
  ])('of %s pass main as two small questions, however much is read', async (tool, input) => {
    const { program, told, passed, write } = createTestTools()
    const one = program()
    for (let n = 0; n < 100; n += 1) write({ text: `${n}` })
    const answer = await told(one, tool, input)
    expect(JSON.stringify(answer).length).toBeGreaterThan(400)
    expect(questions(passed)).toEqual(['begin', 'answered'])
    expect(bytesOf(passed)).toBeLessThan(700)
  })

  it('of history read one thing for each message more, and its conversation once', async () => {
    const { program, told, looked, write } = createTestTools()
    const one = program()
    for (let n = 0; n < 100; n += 1) write({ text: `${n}` })
    await told(one, 'history', { limit: 10 })
    const few = looked.splice(0).length
    await told(one, 'history', { limit: 100 })
    expect(looked.length - few).toBe(90)
  })

  it('of what only reads open no connection of main, also where they wait', async () => {
    const { program, told, opened, passed, write } = createTestTools()
    const one = program()
    const waiting = told(one, 'recv', { timeout: 40 })
    await settle()
    for (let n = 0; n < 3; n += 1) write({ text: `${n}` })
    expect(await waiting).toMatchObject({ messages: [{ text: '0' }, { text: '1' }, { text: '2' }] })
    expect(questions(passed)).toEqual(['begin', 'arrived', 'answered'])
    for (const tool of ['sessions', 'conversations', 'history']) await told(one, tool)
    expect(opened.count).toBe(0)
  })

  it('ask for how accounts stand, a plan and a search where these are told, and for nothing twice', async () => {
    const { program, told, passed, write } = createTestTools()
    const one = program()
    write({ text: '有货吗' })
    await told(one, 'sessions')
    expect(questions(passed.splice(0))).toEqual(['begin', 'states', 'answered'])
    await told(one, 'reachable')
    expect(questions(passed.splice(0))).toEqual(['begin', 'plan', 'answered'])
    await told(one, 'history', { text_contains: '有货' })
    expect(questions(passed.splice(0))).toEqual(['begin', 'search', 'answered'])
  })

  it('of what acts are passed on as they are, and answered by main', async () => {
    const { program, call, passed } = createTestTools()
    expect(await call(program('read'), 'set_note', { user_id: 'x', note: '' })).toBe('not_allowed')
    expect(await call(program('manage'), 'set_note', { note: 1 })).toBe('bad_input')
    expect(questions(passed)).toEqual(['call', 'call'])
  })

  it.each([
    ['locked', 'locked'],
    ['revoked', 'not_allowed'],
  ])('tell nothing once it is %s, though it was read before', async (how, code) => {
    const { program, call, programs, lock, passed, write } = createTestTools()
    const one = program()
    write({ text: 'a' })
    const asked = call(one, 'recv', { timeout: 0 })
    expect(questions(passed)).toEqual(['begin'])
    if (how === 'locked') lock(true)
    else programs.revoke(one)
    expect(await asked).toBe(code)
    // what was not told is told the next time
    expect(programs.cursorOf(one)).toBe(0)
    expect(programs.calls(null, 10).calls).toMatchObject([{ tool: 'recv', outcome: 'failed', code }])
  })

  it('are written down once each, whatever became of them, and count for the limits of main', async () => {
    const { program, call, clock, programs } = createTestTools()
    const one = program()
    const asked = Array.from({ length: 9 }, () => call(one, 'recv', { timeout: 5 }))
    await settle()
    expect(await call(one, 'recv', { timeout: 'soon' })).toBe('busy')
    expect(await asked[8]).toBe('busy')
    await clock.advance(5_000)
    await Promise.all(asked)
    expect(await call(one, 'recv', { timeout: 'soon' })).toBe('bad_input')
    const { calls } = programs.calls(null, 20)
    const outcomes = calls.map(({ outcome, code }) => code ?? outcome)
    expect(outcomes).toEqual(['bad_input', ...Array(8).fill('answered'), 'busy'])
  })

  it('are let go where nobody waits for them any more', async () => {
    const { program, call, clock, programs } = createTestTools()
    const gone = new AbortController()
    const asked = call(program(), 'recv', { timeout: 40 }, gone.signal)
    await settle()
    gone.abort()
    expect(await asked).toMatchObject({ messages: [] })
    expect(programs.calls(null, 1).calls).toMatchObject([{ outcome: 'answered', at: clock.now() }])
  })

  it('under way are waited for when it closes', async () => {
    const { program, call, calls, clock } = createTestTools()
    const gone = new AbortController()
    await calls.settled()
    const one = program()
    const asked = [call(one, 'recv', { timeout: 40 }, gone.signal), call(one, 'recv', { timeout: 5 })]
    let isSettled = false
    void calls.settled().then(() => {
      isSettled = true
    })
    gone.abort()
    await settle()
    expect(isSettled).toBe(false)
    await clock.advance(5_000)
    await Promise.all(asked)
    await settle()
    expect(isSettled).toBe(true)
  })

  it('that the thread leaves unanswered are over when it ends', async () => {
    const { desk, guests, program, programs } = createTestTools()
    const one = program()
    const begin = { name: 'begin', input: { program: one, tool: { name: 'recv', scope: 'read' } } } as const
    for (let id = 1; id <= 8; id += 1) await desk.answer(id, begin)
    expect(await desk.answer(9, begin)).toMatchObject({ ok: false, error: { code: 'busy' } })
    desk.close()
    expect(guests.begin(one, { name: 'recv', scope: 'read' }).ok).toBe(true)
    expect(programs.calls(null, 20).calls.map(({ outcome }) => outcome)).toEqual([
      ...Array(8).fill('failed'),
      'refused',
    ])
  })

  it('of nobody are none', async () => {
    const { desk } = createTestTools()
    const unknown = { call: 7, accountId: null, cursor: 9 }
    expect(await desk.answer(1, { name: 'answered', input: unknown })).toMatchObject({ ok: false })
    const program = ProgramId.parse(99)
    expect(await desk.answer(2, { name: 'call', input: { program, tool: 'recv', input: {} } })).toMatchObject(
      { ok: false, error: { code: 'failed' } },
    )
  })
})
