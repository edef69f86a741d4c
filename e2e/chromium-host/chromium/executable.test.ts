import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findChromium } from './executable.ts'

/** A folder with a program of this name. */
async function folderWith(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linkboard-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, name), '', { mode: 0o755 })
  return folder
}

it.runIf(process.platform === 'linux')(
  'takes one without windows where none is to be seen and it is there, and never otherwise',
  async () => {
    const PATH = await folderWith('chromium')
    const whole = join(PATH, 'chromium')
    const shell = join(await folderWith('shell'), 'shell')
    expect(findChromium({ headless: true }, { PATH }, shell)).toBe(shell)
    expect(findChromium({ headless: false }, { PATH }, shell)).toBe(whole)
    expect(findChromium({ headless: true }, { PATH }, join(PATH, 'none'))).toBe(whole)
  },
)

it('takes the one that is named in any case', () => {
  const env = { LINKBOARD_CHROMIUM: process.execPath }
  expect([true, false].map((headless) => findChromium({ headless }, env))).toEqual([
    process.execPath,
    process.execPath,
  ])
})
