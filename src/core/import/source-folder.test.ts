import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES, SourceFolder } from './source-folder.ts'
import { createTestImport, TestFolder, weilinkToken } from './testing.ts'

let folder: TestFolder

beforeEach(() => {
  folder = new TestFolder()
  mkdirSync(folder.at('inside'))
})

afterEach(() => folder.remove())

async function openAt(name: string): Promise<SourceFolder> {
  const opened = await SourceFolder.open(folder.at(name))
  if (opened === null) throw new Error('the folder cannot be read')
  return opened
}
const read = async (file: string) => (await openAt('inside')).read(file)

describe('reading in a folder', () => {
  it('gives the text of a file, without a byte order mark', async () => {
    folder.write('inside/a/b.json', '\ufeff{"name":"客户"}')
    expect(await read('a/b.json')).toEqual({ kind: 'text', text: '{"name":"客户"}' })
  })

  it('tells a missing file from one that cannot be used', async () => {
    folder.write('inside/file', '')
    mkdirSync(folder.at('inside/folder'))
    expect(await read('missing')).toEqual({ kind: 'absent' })
    expect(await read('file/missing')).toEqual({ kind: 'absent' })
    expect(await read('folder')).toEqual({ kind: 'unusable' })
  })

  it('P12: takes files up to 1 MB, and none that is larger', async () => {
    folder.write('inside/full', 'x'.repeat(MAX_FILE_BYTES))
    folder.write('inside/huge', 'x'.repeat(MAX_FILE_BYTES + 1))
    expect((await read('full')).kind).toBe('text')
    expect(await read('huge')).toEqual({ kind: 'unusable' })
  })

  it('P12: leads nowhere outside, by name or by link', async () => {
    folder.write('outside.json', '{}')
    symlinkSync('../outside.json', folder.at('inside/file-link'))
    symlinkSync('..', folder.at('inside/folder-link'))
    symlinkSync('loop', folder.at('inside/loop'))
    for (const file of ['../outside.json', 'file-link', 'folder-link/outside.json', 'loop']) {
      expect(await read(file)).toEqual({ kind: 'unusable' })
    }
    const opened = await openAt('inside')
    expect(await opened.files('..')).toEqual([])
    expect(await opened.folders('folder-link')).toEqual([])
  })

  it('P12: does not mistake a neighbour whose name begins alike for the folder', async () => {
    folder.write('inside-too/file', 'x')
    symlinkSync('../inside-too/file', folder.at('inside/link'))
    expect(await read('link')).toEqual({ kind: 'unusable' })
  })

  it('follows links within the folder, and one to the folder itself', async () => {
    folder.write('inside/file', 'x')
    symlinkSync('file', folder.at('inside/link'))
    symlinkSync('inside', folder.at('entrance'))
    expect(await (await openAt('entrance')).read('link')).toEqual({
      kind: 'text',
      text: 'x',
    })
  })

  it.skipIf(process.platform === 'win32')('does not wait for a named pipe', async () => {
    execFileSync('mkfifo', [folder.at('inside/pipe')])
    expect(await read('pipe')).toEqual({ kind: 'unusable' })
  })
})

describe('importing from a folder with traps', () => {
  it('P12: says that a linked or huge file is broken and imports the rest', async () => {
    folder.write('elsewhere/token.json', weilinkToken('elsewhere'))
    folder.write('inside/good/token.json', weilinkToken('good'))
    folder.write('inside/huge/token.json', { ...weilinkToken('huge'), pad: 'x'.repeat(MAX_FILE_BYTES) })
    mkdirSync(folder.at('inside/linked'))
    symlinkSync('../../elsewhere/token.json', folder.at('inside/linked/token.json'))
    symlinkSync('../elsewhere', folder.at('inside/outside'))
    const { accountImport, runAll, accounts } = createTestImport()
    const preview = await accountImport.preview(folder.at('inside'))
    expect(preview.map(({ name, problem }) => [name, problem])).toEqual([
      ['good', null],
      ['huge', 'broken-file'],
      ['linked', 'broken-file'],
      ['outside', 'broken-file'],
    ])
    await runAll(folder.at('inside'))
    expect(accounts.list().map(({ botId }) => botId)).toEqual(['good@im.bot'])
  })

  it.skipIf(process.platform === 'win32')('P12: shows a hostile folder name as one plain line', async () => {
    folder.write('inside/\u202eevil\u0007\nname/token.json', weilinkToken('a'))
    const { accountImport, runAll, accounts } = createTestImport()
    expect(await accountImport.preview(folder.at('inside'))).toMatchObject([{ name: 'evil name' }])
    await runAll(folder.at('inside'))
    expect(accounts.list()).toMatchObject([{ alias: 'evil name' }])
  })
})
