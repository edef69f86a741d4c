import { describe, expect, it, vi } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { FirstScreen } from './first-screen.ts'

function begun() {
  const clock = new TestClock(0)
  const screen = new FirstScreen(clock)
  const over = vi.fn()
  const settled = vi.fn()
  screen.begin(over)
  void screen.settled.then(settled)
  return { clock, screen, over, told: () => [settled.mock.calls.length, over.mock.calls.length] }
}

describe('FirstScreen', () => {
  it('waits for a page that is settled, and for every account to poll behind its first screen', async () => {
    const { clock, screen, told } = begun()
    screen.notePainted()
    await clock.advance(500)
    expect(told()).toEqual([0, 0])
    screen.noteSettled()
    await clock.advance(0)
    expect(told()).toEqual([1, 0])
    await clock.advance(5_500)
    expect(told()).toEqual([1, 1])
  })

  it('waits a second for a page that has painted and never says that it is settled', async () => {
    const { clock, screen, told } = begun()
    screen.notePainted()
    await clock.advance(999)
    expect(told()).toEqual([0, 0])
    await clock.advance(1)
    expect(told()).toEqual([1, 0])
  })

  it('does not wait for ever for a page that paints nothing', async () => {
    const { clock, told } = begun()
    await clock.advance(5_000)
    expect(told()).toEqual([0, 0])
    await clock.advance(1_000)
    expect(told()).toEqual([1, 0])
    await clock.advance(5_000)
    expect(told()).toEqual([1, 1])
  })
})
