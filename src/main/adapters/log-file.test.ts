import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shortId } from '#core/diagnostics/log-event.ts'
import { openLogFiles } from './log-file.ts'

describe('the log files', () => {
  let folder = ''
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'linkboard-logs-')), 'logs')
  })
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

  it('hold one event a line with its time, for their owner only', () => {
    const log = openLogFiles(folder, () => Date.UTC(2026, 8, 1, 8))
    log.write({ kind: 'power', event: 'suspend' })
    log.write({ kind: 'account', account: shortId('0123456789'), event: { kind: 'gap', ms: 5 } })
    const [file, ...others] = log.files()
    expect([file?.name, others]).toEqual(['main.log', []])
    expect(new TextDecoder().decode(file?.content).trim().split(/\r?\n/)).toEqual([
      '{"at":"2026-09-01T08:00:00.000Z","kind":"power","event":"suspend"}',
      '{"at":"2026-09-01T08:00:00.000Z","kind":"account","account":"01234567","event":{"kind":"gap","ms":5}}',
    ])
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      expect(statSync(path.join(folder, 'main.log')).mode & 0o777).toBe(0o600)
    }
  })

  it('are written in the turn after, and at once where they are read', async () => {
    const log = openLogFiles(folder, () => 0)
    const lines = () => readFileSync(path.join(folder, 'main.log'), 'utf8').trim().split(/\r?\n/).length
    log.write({ kind: 'stopped' })
    log.write({ kind: 'stopped' })
    expect(readdirSync(folder)).toEqual([])
    await setImmediate()
    expect(lines()).toBe(2)
    log.write({ kind: 'stopped' })
    expect(log.files()).toHaveLength(1)
    expect(lines()).toBe(3)
  })

  it('are begun anew when one is full, and no more than five are kept', () => {
    for (let round = 1; round <= 7; round += 1) {
      const log = openLogFiles(folder, () => round)
      writeFileSync(path.join(folder, 'main.log'), `${round}`.repeat(1024 * 1024 + 1))
      log.write({ kind: 'stopped' })
      log.flush()
    }
    expect(readdirSync(folder).sort()).toEqual([
      'main.1.log',
      'main.2.log',
      'main.3.log',
      'main.4.log',
      'main.log',
    ])
    const first = (name: string) => readFileSync(path.join(folder, name), 'utf8')[0]
    expect(['main.1.log', 'main.4.log', 'main.log'].map(first)).toEqual(['7', '4', '{'])
  })

  it('are done without where the folder cannot be made', () => {
    writeFileSync(path.join(path.dirname(folder), 'logs'), 'a file where a folder should be')
    const log = openLogFiles(folder, Date.now)
    expect(() => log.write({ kind: 'stopped' })).not.toThrow()
    expect(log.files()).toEqual([])
  })
})
