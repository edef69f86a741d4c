import { describe, expect, it } from 'vitest'
import { createOriginMark } from './origin-mark.ts'

/** A system that keeps what it is told, or fails at everything. */
function standIn(platform: NodeJS.Platform, fails = false) {
  const told: unknown[] = []
  const tell = (...all: unknown[]) => {
    if (fails) return Promise.reject(new Error('not on this disk'))
    told.push(all)
    return Promise.resolve()
  }
  const mark = createOriginMark({
    platform,
    now: () => 1_790_000_000_999,
    writeFile: tell,
    run: tell,
  })
  return { told, mark }
}

describe('P12: a file that came from elsewhere', () => {
  it('is of the internet zone on Windows', async () => {
    const { told, mark } = standIn('win32')
    await mark('C:\\Users\\wang\\报价.xlsx')
    expect(told).toEqual([
      [
        'C:\\Users\\wang\\报价.xlsx:Zone.Identifier',
        '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n',
      ],
    ])
  })

  it('is in quarantine on macOS, its name nothing but an argument', async () => {
    const { told, mark } = standIn('darwin')
    await mark('/Users/wang/$(x).app')
    expect(told).toEqual([
      ['/usr/bin/xattr', ['-w', 'com.apple.quarantine', '0081;6ab13b80;Linkboard;', '/Users/wang/$(x).app']],
    ])
  })

  it('has no mark on Linux', async () => {
    const { told, mark } = standIn('linux')
    await mark('/home/wang/list.txt')
    expect(told).toEqual([])
  })

  it.each(['win32', 'darwin'] as const)('stays where the disk cannot keep the mark: %s', async (platform) => {
    await expect(standIn(platform, true).mark('file')).resolves.toBeUndefined()
  })
})
