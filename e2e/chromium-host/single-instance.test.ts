import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { addressOf, type LaterStart, SingleInstance } from './single-instance.ts'

const start = (argv: string[]): LaterStart => ({ argv, cwd: '/somewhere', additionalData: null })

describe('one instance per profile', () => {
  const made: SingleInstance[] = []
  const instance = (onLaterStart: (start: LaterStart) => void = () => undefined): SingleInstance => {
    const created = new SingleInstance(onLaterStart)
    made.push(created)
    return created
  }
  afterEach(() => {
    for (const created of made.splice(0)) created.release()
  })

  it('is held once, by profile, and can be taken again after its release', () => {
    const first = instance()
    expect(first.acquire('/profiles/held-once', start([]))).toBe(true)
    expect(first.held).toBe(true)
    expect(instance().acquire('/profiles/another', start([]))).toBe(true)
    first.release()
    expect(first.held).toBe(false)
    expect(instance().acquire('/profiles/held-once', start([]))).toBe(true)
  })

  it.skipIf(process.platform === 'win32')('is the same profile through a link', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linkboard-instance-'))
    const link = `${folder}-link`
    symlinkSync(folder, link)
    expect(addressOf(link)).toBe(addressOf(folder))
    rmSync(link)
    rmSync(folder, { recursive: true })
    expect(addressOf(folder)).not.toBe(addressOf(link))
  })
})
