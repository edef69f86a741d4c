import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from './write-whole.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'linkboard-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const place = () => path.join(folder, 'history.csv')
const content = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]))

/** Two bits; `between` runs when the first is written. */
async function* bits(between: () => void = () => {}): AsyncGenerator<string> {
  yield 'one '
  between()
  yield 'two'
}

it('a file has its name once it is whole, and takes the place of the one that was chosen', async () => {
  writeFileSync(place(), 'before')
  const seen: unknown[] = []
  await writeWhole(
    place(),
    bits(() => seen.push(content())),
  )
  expect(seen).toEqual([{ 'history.csv': 'before', 'history.csv.unfinished': 'one ' }])
  expect(content()).toEqual({ 'history.csv': 'one two' })
  if (process.platform !== 'win32') expect(statSync(place()).mode & 0o777).toBe(0o600)
})

it('a file of the name that it has until then stays as it is, whether it gets whole or not', async () => {
  const theirs = { 'history.csv.unfinished': 'mine', 'history.csv.2.unfinished': 'mine too' }
  for (const [name, text] of Object.entries(theirs)) writeFileSync(path.join(folder, name), text)
  const failing = writeWhole(
    place(),
    bits(() => {
      throw new Error('no more')
    }),
  )
  await expect(failing).rejects.toThrow('no more')
  expect(content()).toEqual(theirs)
  await writeWhole(place(), bits())
  expect(content()).toEqual({ ...theirs, 'history.csv': 'one two' })
})

it('there is no file before the first bit, nor one of what is over before it', async () => {
  const seen: unknown[] = []
  const over = bits(() => {})
  over.next = () => {
    seen.push(content())
    return Promise.reject(new Error('over'))
  }
  await expect(writeWhole(place(), over)).rejects.toThrow('over')
  expect([...seen, content()]).toEqual([{}, {}])
})

it('what stands in the way is said in a code', async () => {
  const nowhere = path.join(folder, 'gone', 'history.csv')
  await expect(writeWhole(nowhere, bits())).rejects.toThrow('file-unwritable')
})
