import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { copyFile, type FileHandle, open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyInto, openWithin } from './folders.ts'

const SECRET = 'nobody may read this'

describe('a file that a program names', () => {
  let root: string
  let allowed: string
  const at = (...names: string[]) => path.join(root, ...names)

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'linkboard-folders-')))
    allowed = at('allowed')
    mkdirSync(at('allowed', 'deep'), { recursive: true })
    mkdirSync(at('allowed', 'own'))
    mkdirSync(at('allowed-too'))
    writeFileSync(at('allowed', 'menu.txt'), 'menu')
    writeFileSync(at('allowed', 'deep', '..menu.txt'), 'deep')
    writeFileSync(at('allowed-too', 'secret'), SECRET)
    writeFileSync(at('secret'), SECRET)
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  async function read(file: string, swap?: () => void, back?: () => void): Promise<string> {
    await using handle = await openWithin(
      { folders: [at('gone'), allowed], own: at('allowed', 'own') },
      file,
      async (real, flags): Promise<FileHandle> => {
        swap?.()
        const opened = await open(real, flags)
        back?.()
        return opened
      },
    )
    return (await handle.readFile()).toString()
  }
  const refused = expect.objectContaining({ code: 'no_such_file' })

  it('is read where it lies in a folder of the operator’s, also by a way round', async () => {
    expect(await read(at('allowed', 'menu.txt'))).toBe('menu')
    expect(await read(at('allowed', 'deep', '..menu.txt'))).toBe('deep')
    expect(await read(`${allowed}/deep/../menu.txt`)).toBe('menu')
    symlinkSync('../menu.txt', at('allowed', 'deep', 'link'))
    expect(await read(at('allowed', 'deep', 'link'))).toBe('menu')
  })

  it.each([
    ['elsewhere', 'secret'],
    ['in a folder that is called alike', 'allowed-too/secret'],
    ['out by dots', 'allowed/../secret'],
    ['out by dots behind a folder', 'allowed/deep/../../secret'],
    ['nowhere', 'allowed/none'],
    ['the folder', 'allowed'],
    ['a folder in it', 'allowed/deep'],
    ['behind a file', 'allowed/menu.txt/../../secret'],
    ['with a zero byte', 'allowed/menu.txt\0'],
    ['of the system', '../../../../../../etc/passwd'],
  ])('is not there: %s', async (_what, file) => {
    await expect(read(`${root}/${file}`)).rejects.toEqual(refused)
  })

  it.each(['menu.txt', './allowed/menu.txt', '', '~/secret', 'file:///etc/passwd'])(
    'is not there without a whole path: "%s"',
    async (file) => {
      await expect(read(file)).rejects.toEqual(refused)
    },
  )

  it('is not there behind a link that leads out, whatever of its path that is', async () => {
    symlinkSync(at('secret'), at('allowed', 'link'))
    symlinkSync(root, at('allowed', 'up'))
    symlinkSync('../up/secret', at('allowed', 'deep', 'twice'))
    for (const file of ['link', 'up/secret', 'up/allowed-too/secret', 'deep/twice'])
      await expect(read(at('allowed', file))).rejects.toEqual(refused)
  })

  it('is not there once a link has taken the place of the operator’s folder', async () => {
    renameSync(allowed, at('moved'))
    symlinkSync(root, allowed)
    await expect(read(at('allowed', 'secret'))).rejects.toEqual(refused)
    await expect(read(at('secret'))).rejects.toEqual(refused)
  })

  it('is none of the app’s own, also where that lies in a folder that was chosen', async () => {
    writeFileSync(at('allowed', 'own', 'database'), SECRET)
    symlinkSync(at('allowed', 'own'), at('allowed', 'round'))
    for (const way of ['own', 'round', 'deep/../own'])
      await expect(read(at('allowed', way, 'database'))).rejects.toEqual(refused)
    await expect(read(at('allowed', 'own'))).rejects.toEqual(refused)
  })

  it.skipIf(process.platform === 'win32')(
    'is none, and nothing is waited for: a pipe, a socket, a device',
    async () => {
      execFileSync('mkfifo', [at('allowed', 'pipe')])
      await expect(read(at('allowed', 'pipe'))).rejects.toEqual(refused)
      symlinkSync('/dev/zero', at('allowed', 'zero'))
      await expect(read(at('allowed', 'zero'))).rejects.toEqual(refused)
      const server = createServer().listen(at('allowed', 'socket'))
      await new Promise((resolve) => server.once('listening', resolve))
      await expect(read(at('allowed', 'socket'))).rejects.toEqual(refused)
      await new Promise((resolve) => server.close(resolve))
    },
  )

  it('is not another one that was put in its place between the check and the reading', async () => {
    const file = at('allowed', 'deep', 'note')
    writeFileSync(at('note'), SECRET)
    const put = (names: string[], work: () => void) => () => {
      for (const name of names) rmSync(at(...name.split('/')), { recursive: true, force: true })
      work()
    }
    const original = put(['allowed/deep'], () => {
      mkdirSync(at('allowed', 'deep'))
      writeFileSync(file, 'mine')
    })
    const fileLink = put(['allowed/deep/note'], () => symlinkSync(at('note'), file))
    const folderLink = put(['allowed/deep'], () => symlinkSync(root, at('allowed', 'deep')))
    const pipe = put(['allowed/deep/note'], () => execFileSync('mkfifo', [file]))
    for (const swap of [fileLink, folderLink, pipe]) {
      original()
      await expect(read(file, swap)).rejects.toEqual(refused)
      original()
      await expect(read(file, swap, original)).rejects.toEqual(refused)
    }
    original()
    expect(await read(file)).toBe('mine')
  })
})

describe('a copy for a program', () => {
  let root: string
  let allowed: string
  const at = (...names: string[]) => path.join(root, ...names)

  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'linkboard-folders-')))
    allowed = at('allowed')
    mkdirSync(at('allowed', 'deep'), { recursive: true })
    mkdirSync(at('elsewhere'))
    mkdirSync(at('allowed', 'own', 'deep'), { recursive: true })
    writeFileSync(at('source'), 'new')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const save = (folder: string, copy?: typeof copyFile) =>
    copyInto(
      { folders: [at('gone'), allowed], own: at('allowed', 'own') },
      folder,
      { source: at('source'), name: 'menu.txt' },
      copy,
    )
  const noSuchFolder = expect.objectContaining({ code: 'no_such_folder' })

  it('lies in a folder of the operator’s or within, beside what has its name', async () => {
    expect(await save(allowed)).toBe(at('allowed', 'menu.txt'))
    writeFileSync(at('allowed', 'menu.txt'), 'old')
    expect(await save(`${allowed}/deep/..`)).toBe(at('allowed', 'menu (2).txt'))
    expect(readFileSync(at('allowed', 'menu.txt'), 'utf8')).toBe('old')
    expect(readFileSync(at('allowed', 'menu (2).txt'), 'utf8')).toBe('new')
    expect(await save(at('allowed', 'deep'))).toBe(at('allowed', 'deep', 'menu.txt'))
  })

  it('lies nowhere in the folder of the app, whatever was chosen', async () => {
    for (const folder of [at('allowed', 'own'), at('allowed', 'own', 'deep')])
      await expect(save(folder)).rejects.toEqual(noSuchFolder)
    expect(readdirSync(at('allowed', 'own'))).toEqual(['deep'])
  })

  it('is never written through a link that has its name', async () => {
    symlinkSync(at('elsewhere', 'victim'), at('allowed', 'menu.txt'))
    expect(await save(allowed)).toBe(at('allowed', 'menu (2).txt'))
    expect(existsSync(at('elsewhere', 'victim'))).toBe(false)
  })

  it('lies nowhere else, whatever is given', async () => {
    writeFileSync(at('allowed', 'file'), '')
    symlinkSync(at('elsewhere'), at('allowed', 'link'))
    const folders = [root, at('elsewhere'), `${allowed}/..`, at('allowed', 'none'), at('allowed', 'file')]
    for (const folder of [...folders, at('allowed', 'link'), 'allowed', '.', `${allowed}\0`, at('gone')])
      await expect(save(folder)).rejects.toEqual(noSuchFolder)
    expect(readdirSync(at('elsewhere'))).toEqual([])
    expect(readdirSync(root).sort()).toEqual(['allowed', 'elsewhere', 'source'])
  })

  it('does not stay where a link leads that took the folder’s place meanwhile', async () => {
    const swapped = save(at('allowed', 'deep'), async (...given) => {
      renameSync(at('allowed', 'deep'), at('allowed', 'moved'))
      symlinkSync(at('elsewhere'), at('allowed', 'deep'))
      await copyFile(...given)
    })
    await expect(swapped).rejects.toEqual(noSuchFolder)
    expect(readdirSync(at('elsewhere'))).toEqual([])
  })
})
