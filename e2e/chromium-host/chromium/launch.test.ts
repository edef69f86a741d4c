import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { ChromiumStartError, launchChromium } from './launch.ts'

it('tells the last words of a browser that ends at its start', async () => {
  const profileDir = await mkdtemp(join(tmpdir(), 'linkboard-'))
  onTestFinished(() => rm(profileDir, { recursive: true, force: true }))
  // a program that does not know the switches says so and ends
  vi.stubEnv('LINKBOARD_CHROMIUM', process.execPath)
  onTestFinished(() => void vi.unstubAllEnvs())
  const options = { profileDir, headless: true, locale: 'en', sandbox: false, args: [] }
  const started = launchChromium(options)
  await expect(started).rejects.toThrow(ChromiumStartError)
  await expect(started).rejects.toThrow('bad option')
})
