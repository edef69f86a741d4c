import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { ProgramId } from '#shared/model/program.ts'
import { CallLimits } from './call-limits.ts'
import { Leaves } from './leaves.ts'
import { WrongTokens } from './wrong-tokens.ts'

const ONE = ProgramId.parse(1)
const ELEVEN = ProgramId.parse(11)
const HERE = ConversationId.parse(1)
const THERE = ConversationId.parse(2)

describe('calls of a program', () => {
  it('are eight at once and twenty a second, and one program does not count for another', async () => {
    const clock = new TestClock()
    const limits = new CallLimits(clock)
    const ends = Array.from({ length: 8 }, () => limits.begin(ONE))
    expect(ends.every((end) => end !== null)).toBe(true)
    expect(limits.begin(ONE)).toBeNull()
    expect(limits.begin(ELEVEN)).not.toBeNull()
    for (const end of ends) end?.()
    for (let n = 8; n < 20; n += 1) limits.begin(ONE)?.()
    expect(limits.begin(ONE)).toBeNull()
    await clock.advance(1_000)
    expect(limits.begin(ONE)).not.toBeNull()
  })
})

describe('wrong tokens', () => {
  it('close the door for a minute from the tenth within a minute on', async () => {
    const clock = new TestClock()
    const told: (number | null)[] = []
    const wrong = new WrongTokens(clock, (until) => told.push(until))
    for (let n = 0; n < 9; n += 1) wrong.note()
    await clock.advance(60_000)
    wrong.note()
    expect(wrong.isResting).toBe(false)
    for (let n = 0; n < 9; n += 1) wrong.note()
    expect(wrong.isResting).toBe(true)
    expect(told).toEqual([clock.now() + 60_000])
    await clock.advance(60_000)
    expect(wrong.isResting).toBe(false)
    expect(told.at(-1)).toBeNull()
  })
})

describe('standing leave', () => {
  it('is for one program, one conversation and an hour', async () => {
    const clock = new TestClock()
    const leaves = new Leaves(clock)
    leaves.give(ONE, HERE)
    expect([leaves.has(ONE, HERE), leaves.has(ONE, THERE), leaves.has(ELEVEN, HERE)]).toEqual([
      true,
      false,
      false,
    ])
    await clock.advance(60 * 60_000 - 1)
    expect(leaves.has(ONE, HERE)).toBe(true)
    await clock.advance(1)
    expect(leaves.has(ONE, HERE)).toBe(false)
  })

  it('is over after an hour of sleep too, and no clock that is set back makes it longer', async () => {
    const clock = new TestClock()
    const leaves = new Leaves(clock)
    leaves.give(ONE, HERE)
    clock.set(-24 * 60 * 60_000)
    expect(leaves.has(ONE, HERE)).toBe(true)
    await clock.advance(60 * 60_000)
    expect(leaves.has(ONE, HERE)).toBe(false)
    leaves.give(ONE, HERE)
    // while it sleeps the clock on the wall goes on alone
    clock.set(60 * 60_000)
    expect(leaves.has(ONE, HERE)).toBe(false)
  })

  it('for one conversation ends without that for another whose number ends alike', () => {
    const leaves = new Leaves(new TestClock())
    const alike = ConversationId.parse(21)
    leaves.give(ONE, HERE)
    leaves.give(ONE, alike)
    leaves.endFor(HERE)
    expect([leaves.has(ONE, HERE), leaves.has(ONE, alike)]).toEqual([false, true])
  })

  it('of one program ends without that of another whose number begins alike', () => {
    const leaves = new Leaves(new TestClock())
    leaves.give(ONE, HERE)
    leaves.give(ELEVEN, HERE)
    leaves.endOf(ONE)
    expect([leaves.has(ONE, HERE), leaves.has(ELEVEN, HERE)]).toEqual([false, true])
    leaves.end()
    expect(leaves.has(ELEVEN, HERE)).toBe(false)
  })
})
