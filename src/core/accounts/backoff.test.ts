import { describe, expect, it } from 'vitest'
import { testRandom } from '#core/testing/random.ts'
import { backoffMs } from './backoff.ts'
import { HoldPolicy } from './hold-policy.ts'

describe('backoffMs', () => {
  it('doubles from 2 s to 30 s', () => {
    const waits = [1, 2, 3, 4, 5, 6, 1000].map((failures) => backoffMs(failures, testRandom(0)))
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
  })

  it('adds at most a quarter by chance', () => {
    for (const failures of [1, 3, 9]) {
      const base = backoffMs(failures, testRandom(0))
      const most = backoffMs(failures, testRandom(1))
      expect(most).toBeGreaterThan(base)
      expect(most).toBeLessThan(base * 1.25)
    }
  })
})

describe('HoldPolicy', () => {
  const host = 'https://ilinkai.wechat.com'

  it('follows the server, and 35 s until it says anything', () => {
    const holds = new HoldPolicy()
    expect(holds.holdMs(host, null)).toBe(35_000)
    expect(holds.holdMs(host, 20_000)).toBe(20_000)
  })

  it('shortens the hold of a host, and only of that host, after two cuts in a row', () => {
    const holds = new HoldPolicy()
    holds.recordCut(`${host}/`)
    expect(holds.holdMs(host, 35_000)).toBe(35_000)
    holds.recordCut(host)
    expect(holds.holdMs(host, 35_000)).toBe(10_000)
    expect(holds.holdMs(host, 5_000)).toBe(5_000)
    expect(holds.holdMs('https://ilinkai.weixin.qq.com', 35_000)).toBe(35_000)
  })

  it('starts to count anew after an answer that was held long, not after a quick one', () => {
    const holds = new HoldPolicy()
    holds.recordCut(host)
    holds.recordAnswer(host, 34_000)
    holds.recordCut(host)
    expect(holds.holdMs(host, null)).toBe(35_000)
    holds.recordAnswer(host, 200)
    holds.recordCut(host)
    expect(holds.holdMs(host, null)).toBe(10_000)
  })
})
