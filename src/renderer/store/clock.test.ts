import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'

function world(at: number) {
  let time = at
  let timer: { due: number; fn: () => void } | null = null
  return {
    ports: {
      wallNow: () => time,
      setTimer: (ms: number, fn: () => void) => {
        const mine = { due: time + ms, fn }
        timer = mine
        return () => {
          if (timer === mine) timer = null
        }
      },
    },
    idle: () => timer === null,
    advance(ms: number) {
      const end = time + ms
      while (timer && timer.due <= end) {
        const { due, fn } = timer
        timer = null
        time = due
        fn()
      }
      time = end
    },
  }
}

describe('the clock', () => {
  it('ticks on the minute for those who want minutes, and rests when nobody listens', () => {
    const { ports, advance, idle } = world(90_000)
    const clock = createClock(ports)
    const seen: number[] = []
    const stop = clock.subscribe('minute', () => seen.push(clock.now('minute')))
    advance(100_000)
    expect(seen).toEqual([120_000, 180_000])
    stop()
    expect(idle()).toBe(true)
  })

  it('ticks by the second while somebody wants seconds, and minutes still come on time', () => {
    const { ports, advance } = world(58_000)
    const clock = createClock(ports)
    const seconds: number[] = []
    const minutes: number[] = []
    clock.subscribe('minute', () => minutes.push(clock.now('minute')))
    const stop = clock.subscribe('second', () => seconds.push(clock.now('second')))
    advance(3_000)
    stop()
    advance(60_000)
    expect(seconds).toEqual([59_000, 60_000, 61_000])
    expect(minutes).toEqual([60_000, 120_000])
  })

  it("follows the app's clock, also when it is set later", () => {
    const { ports } = world(1_000)
    const clock = createClock(ports)
    let told = 0
    clock.subscribe('minute', () => {
      told += 1
    })
    clock.setOffset(3_600_000)
    expect(told).toBe(1)
    expect(clock.now('minute')).toBe(3_601_000)
    expect(clock.exact()).toBe(3_601_000)
  })
})
