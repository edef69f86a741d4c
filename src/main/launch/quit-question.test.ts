import { describe, expect, it, vi } from 'vitest'
import { TestLog } from '#core/testing/log.ts'
import { QuitQuestion } from './quit-question.ts'

const NOTHING = { sends: 0, scheduled: 0, broadcasts: 0 }

function question({ left = () => NOTHING, isLocked = false, ask = async () => false } = {}) {
  const quit = vi.fn()
  const changed = vi.fn()
  const log = new TestLog()
  return {
    ...{ quit, changed, log },
    question: new QuitQuestion({ left, isLocked: () => isLocked, ask, quit, changed, log }),
  }
}

describe('QuitQuestion', () => {
  it('lets the app quit where nothing would be left', () => {
    const { question: asks, changed } = question()
    expect([asks.hold(), asks.asked, changed.mock.calls.length]).toEqual([false, null, 0])
  })

  it.each(['sends', 'scheduled', 'broadcasts'] as const)('asks first where there are %s', (kind) => {
    const left = { ...NOTHING, [kind]: 3 }
    const { question: asks, changed } = question({ left: () => left })
    expect([asks.hold(), asks.asked, changed.mock.calls.length]).toEqual([true, left, 1])
  })

  it('quits for whoever quits again while the question stands', () => {
    const { question: asks } = question({ left: () => ({ ...NOTHING, sends: 1 }) })
    expect([asks.hold(), asks.hold()]).toEqual([true, false])
  })

  it('asks again after an answer to stay, and quits after the other', () => {
    const { question: asks, quit } = question({ left: () => ({ ...NOTHING, sends: 1 }) })
    asks.hold()
    asks.answer('keep-open')
    expect([asks.asked, quit.mock.calls.length]).toEqual([null, 0])
    expect(asks.hold()).toBe(true)
    asks.answer('quit')
    expect(quit).toHaveBeenCalledTimes(1)
  })

  it.each([
    [true, 1],
    [false, 0],
  ])('asks by itself where a locked page cannot, and does what is answered: %s', async (quits, times) => {
    const left = () => ({ ...NOTHING, scheduled: 1 })
    const { question: asks, quit } = question({ left, isLocked: true, ask: async () => quits })
    expect(asks.hold()).toBe(true)
    await vi.waitFor(() => expect([quit.mock.calls.length, asks.asked === null]).toEqual([times, !quits]))
  })

  it('stays where that dialog fails', async () => {
    const ask = () => Promise.reject(new Error('no window'))
    const { question: asks, quit } = question({ left: () => ({ ...NOTHING, sends: 1 }), isLocked: true, ask })
    asks.hold()
    await vi.waitFor(() => expect(asks.asked).toBeNull())
    expect(quit).not.toHaveBeenCalled()
  })

  it('does not keep an app open whose database cannot be read, and notes why', () => {
    const left = () => {
      throw new Error('disk I/O error')
    }
    const { question: asks, log } = question({ left })
    expect(asks.hold()).toBe(false)
    expect(log.events).toMatchObject([{ kind: 'failure', where: 'quit' }])
  })
})
