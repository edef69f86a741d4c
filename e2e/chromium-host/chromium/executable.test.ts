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
  'never takes one without windows where they are to be seen',
  async () => {
    const folder = await folderWith('chromium')
    expect(findChromium({ headless: false }, { PATH: folder })).toBe(join(folder, 'chromium'))
  },
)

it('takes the one that is named in any case', () => {
  const env = { LINKBOARD_CHROMIUM: process.execPath }
  expect([true, false].map((headless) => findChromium({ headless }, env))).toEqual([
    process.execPath,
    process.execPath,
  ])
})
