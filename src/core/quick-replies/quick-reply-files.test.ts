import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileStore } from '#core/media/file-store.ts'
import { Staging } from '#core/media/staging.ts'
import { testRandom } from '#core/testing/random.ts'
import { MAX_QUICK_REPLIES, MAX_QUICK_REPLY_ENTRIES, MAX_QUICK_REPLY_IMPORT_BYTES } from '#shared/limits.ts'
import type { StagedId } from '#shared/model/media.ts'
import type { Language } from '#shared/model/settings.ts'
import { QuickReplyFiles } from './quick-reply-files.ts'
import { createTestQuickReplies } from './testing.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

function createTestFiles(language: Language = 'en') {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-quick-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const app = createTestQuickReplies()
  const random = testRandom()
  const store = new FileStore(folder, random)
  const staging = new Staging({
    ...{ store, files: app.files, clock: app.clock, random },
    maxBytes: () => 100_000_000,
    onReleased: () => {},
  })
  const saved = new Map<string, string>()
  /** What the disk does to files of an import. */
  const disk: { problem: 'disk-full' | 'disk-failed' | 'empty' | null } = { problem: null }
  const files = new QuickReplyFiles({
    ...{ stores: app.stores, quickReplies: app.quickReplies, store },
    stage: async (message) =>
      disk.problem === null || typeof message !== 'object' || message === null || !('kind' in message)
        ? staging.handle(message)
        : message.kind === 'begin'
          ? { ok: false, name: '', problem: disk.problem }
          : null,
    discard: (ids) => staging.discard(ids),
    uuid: () => random.uuid(),
    removesPlace: () => true,
    language: () => language,
    async saveText(name, content) {
      let text = ''
      for await (const part of content) text += part
      saved.set(name, text)
      return true
    },
  })

  async function stage(name: string, bytes: Uint8Array): Promise<StagedId> {
    const key = random.uuid()
    await staging.handle({ kind: 'begin', key, name, size: bytes.length })
    for (let at = 0; at < bytes.length; at += 4_000_000)
      await staging.handle({ kind: 'chunk', key, bytes: bytes.subarray(at, at + 4_000_000) })
    const result = await staging.handle({ kind: 'end', key })
    if (result?.ok !== true) throw new Error('not staged')
    return result.file.id
  }

  const file = (content: string | Uint8Array, name = 'replies.csv') =>
    stage(name, typeof content === 'string' ? Buffer.from(content) : content)
  const read = async (content: string | Uint8Array) => files.readImport(await file(content))
  const take = async (content: string | Uint8Array, sameTitle: 'skip' | 'replace' | 'add' = 'skip') =>
    files.import(await file(content), sameTitle)
  /** Everything that is kept, without ids and places. */
  const all = () =>
    app.stores.quickReplies.list().map(({ title, group, items }) => ({
      ...{ title, group },
      items: items.map((item) => (item.kind === 'text' ? item.text : `${item.name} ${item.hash}`)),
    }))
  return { ...app, quickFiles: files, stage, read, take, all, saved, disk }
}

const texts = (...rows: [group: string, title: string, ...texts: string[]][]) =>
  rows.map(([group, title, ...items]) => ({ group, title, items }))

describe('quick replies in a JSON file', () => {
  it('come back as they were, with their files, on another computer', async () => {
    const here = createTestFiles()
    here.keep('Hi', ['Hello {contact}', 'How can I help?\n"Quoted"'], 'Greetings')
    here.quickReplies.save(null, {
      title: 'Picture',
      group: '',
      items: [
        { kind: 'file', stagedId: await here.stage('照片.png', PNG), asFile: true },
        { kind: 'text', text: 'As promised' },
      ],
    })
    expect(await here.quickFiles.export('json')).toEqual({ saved: true, leftOut: 0 })
    const written = here.saved.get('linkboard-quick-replies.json') ?? ''
    const there = createTestFiles()
    expect(await there.read(written)).toEqual({
      ...{ entries: 2, known: 0, sameTitle: 0, files: 1, problems: [], broken: 0 },
    })
    expect(await there.take(written)).toEqual({ added: 2, replaced: 0 })
    expect(there.all()).toEqual(here.all())
    expect(await there.read(written), 'nothing of it is new').toMatchObject({ entries: 2, known: 2 })
    expect(await there.take(written, 'add')).toEqual({ added: 0, replaced: 0 })
    expect(there.database.sql('SELECT * FROM staged_files').all()).toHaveLength(4)
  })

  it('are taken as far as they make sense, and the others are named', async () => {
    const { read, take, all } = createTestFiles()
    const content = JSON.stringify({
      ...{ format: 'linkboard-quick-replies', version: 1 },
      replies: [
        { title: 'Fine', items: [{ text: 'Yes' }] },
        { title: 5, items: [] },
        { title: 'Empty', items: [{ text: ' ' }] },
        { title: 'Lost file', items: [{ text: 'Here' }, { file: 'a.pdf' }] },
        { title: 'Long', items: [{ text: 'x'.repeat(4_001) }] },
        { items: [{ text: 'Named by its beginning\nand more' }] },
      ],
    })
    expect(await read(content)).toMatchObject({
      entries: 3,
      broken: 4,
      problems: [
        { at: 2, problem: 'not-an-entry' },
        { at: 3, problem: 'nothing-in-it' },
        { at: 4, problem: 'bad-file' },
        { at: 5, problem: 'text-too-long' },
      ],
    })
    await take(content)
    expect(all().map(({ title }) => title)).toEqual(['Fine', 'Lost file', 'Named by its beginning'])
  })

  it('name the files that would be too much, and say how many', async () => {
    const here = createTestFiles()
    const large = Buffer.alloc(21 * 1024 * 1024, 'x')
    const item = { kind: 'file', stagedId: await here.stage('film.bin', large), asFile: true } as const
    here.quickReplies.save(null, { title: 'Film', group: '', items: [item, { kind: 'text', text: 'See' }] })
    expect(await here.quickFiles.export('json')).toEqual({ saved: true, leftOut: 1 })
    expect(await here.read(here.saved.get('linkboard-quick-replies.json') ?? '')).toMatchObject({
      entries: 1,
      problems: [{ at: 1, problem: 'bad-file' }],
    })
  })

  it.each(['{"format":"other","version":1,"replies":[]}', '{"half', '[1,2]', Buffer.from([0, 1, 2, 255])])(
    'that is none is refused: %s',
    async (content) => {
      await expect(createTestFiles().read(content)).rejects.toThrow('quick-replies-unreadable')
    },
  )

  it.each([
    ['disk-full', 'storage-full'],
    ['disk-failed', 'storage-failed'],
  ] as const)('takes nothing where its files meet a disk that fails: %s', async (problem, code) => {
    const here = createTestFiles()
    const item = { kind: 'file', stagedId: await here.stage('照片.png', PNG), asFile: true } as const
    here.quickReplies.save(null, { title: 'Photo', group: '', items: [item, { kind: 'text', text: 'See' }] })
    await here.quickFiles.export('json')
    const exported = here.saved.get('linkboard-quick-replies.json') ?? ''
    const before = here.all()
    here.disk.problem = problem
    const changed = exported.replace('See', 'See this')
    await expect(here.take(changed, 'replace')).rejects.toThrow(code)
    expect(here.all()).toEqual(before)
  })

  it('that is too large is refused', async () => {
    const { read } = createTestFiles()
    await expect(read(Buffer.alloc(MAX_QUICK_REPLY_IMPORT_BYTES + 1, ' '))).rejects.toThrow(
      'quick-replies-too-large',
    )
  })
})

describe('a file that was made to be endless', () => {
  const head = '{"format":"linkboard-quick-replies","version":1,"replies":['

  it.each([
    ['JSON', `${head}${'0,'.repeat(MAX_QUICK_REPLY_ENTRIES)}0]}`],
    ['CSV', `Text\n${'a\n'.repeat(MAX_QUICK_REPLY_ENTRIES + 1)}`],
    ['CSV of which nothing can be taken', `Title,Text\n${'a,\n'.repeat(MAX_QUICK_REPLY_ENTRIES + 1)}`],
  ])('is refused for its entries: %s', async (_, content) => {
    await expect(createTestFiles().read(content)).rejects.toThrow('quick-replies-too-large')
  })

  it('has its entries of endless items named without looking into them', async () => {
    const { read } = createTestFiles()
    const endless = `{"items":[${'{"text":""},'.repeat(1_000)}{"text":"x"}]}`
    expect(await read(`${head}${endless},{"items":[{"text":""},{"text":"x"}]}]}`)).toMatchObject({
      entries: 1,
      problems: [{ at: 1, problem: 'too-many-items' }],
    })
  })
})

describe('quick replies in a CSV file', () => {
  it('come back as they were, whatever spreadsheets make of them, without their files', async () => {
    const here = createTestFiles('zh-CN')
    here.keep('=1+1', ['+86 138', '-5 °C', '@all'], '＝组')
    here.keep('"Quoted", and', ['two\nlines; and\tmore', "'=guarded", "''=twice", "'plain"])
    const stagedId = await here.stage('a.png', PNG)
    here.quickReplies.save(null, {
      title: 'File',
      group: '',
      items: [{ kind: 'file', stagedId, asFile: false }],
    })
    expect(await here.quickFiles.export('csv')).toEqual({ saved: true, leftOut: 1 })
    const written = here.saved.get('linkboard-quick-replies.csv') ?? ''
    expect(written.split('\r\n', 1)[0]).toBe('\ufeff"分组","标题","内容","内容 2","内容 3","内容 4"')
    expect(written, 'nothing begins a formula').not.toMatch(/(?:^|,)"[=+\-@＝]/mu)
    const there = createTestFiles()
    expect(await there.take(written)).toEqual({ added: 2, replaced: 0 })
    expect(there.all()).toEqual(here.all().slice(0, 2))
  })

  it('are read in the encodings and with the signs that spreadsheets write', async () => {
    const rows = '标题;内容\r\n发货;已经发货\r\n'
    // GB 18030 of the same
    const gb = Buffer.from('b1eacce23bc4dac8dd0d0ab7a2bbf53bd2d1bead b7a2bbf50d0a'.replaceAll(' ', ''), 'hex')
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(rows.replaceAll(';', '\t'), 'utf16le'),
    ])
    for (const content of [rows, gb, utf16]) {
      const app = createTestFiles()
      await app.take(content)
      expect(app.all()).toEqual(texts(['', '发货', '已经发货']))
    }
  })

  it('name broken rows by their lines, and the others are taken', async () => {
    const { read, take, all } = createTestFiles()
    const content = [
      'Group,Title,Text',
      'A,Fine,"over\ntwo lines"',
      'A,Nothing,',
      `A,Long,${'x'.repeat(4_001)}`,
      `A,${'t'.repeat(61)},text`,
      ',,Only a text',
      'A,Open,"never closed',
      'A,Lost,text',
    ].join('\n')
    expect(await read(content)).toMatchObject({
      entries: 2,
      broken: 4,
      problems: [
        { at: 4, problem: 'nothing-in-it' },
        { at: 5, problem: 'text-too-long' },
        { at: 6, problem: 'title-too-long' },
        { at: 8, problem: 'unclosed-quote' },
      ],
    })
    await take(content)
    expect(all()).toEqual(texts(['A', 'Fine', 'over\ntwo lines'], ['', 'Only a text', 'Only a text']))
  })

  it('leave, replace or join what has their title in the same group', async () => {
    const content = 'Title,Text\nHi,new\nHi,new\n'
    for (const [choice, left, counts] of [
      ['skip', ['old'], { added: 0, replaced: 0 }],
      ['replace', ['new'], { added: 0, replaced: 1 }],
      ['add', ['old', 'new'], { added: 1, replaced: 0 }],
    ] as const) {
      const app = createTestFiles()
      app.keep('Hi', ['old'])
      expect(await app.read(content)).toMatchObject({ entries: 2, known: 1, sameTitle: 1 })
      expect(await app.take(content, choice)).toEqual(counts)
      expect(app.all().flatMap(({ items }) => items)).toEqual(left)
    }
  })

  it('of one title replace each another one, and none that stands in the file too', async () => {
    const { keep, take, all } = createTestFiles()
    keep('Hi', ['changed here'])
    keep('Hi', ['the same'])
    expect(await take('Title,Text\nHi,first\nHi,the same\nHi,second\n', 'replace')).toEqual({
      added: 1,
      replaced: 1,
    })
    expect(all().flatMap(({ items }) => items)).toEqual(['first', 'the same', 'second'])
  })

  it('have the room of those that they replace', async () => {
    const { keep, take, all } = createTestFiles()
    const rows = Array.from({ length: 600 }, (_, index) => `no. ${index},${'new '.repeat(999)}`)
    for (let index = 0; index < 600; index += 1) keep(`no. ${index}`, ['old '.repeat(999)])
    expect(await take(`Title,Text\n${rows.join('\n')}\n`, 'replace')).toEqual({ added: 0, replaced: 600 })
    expect(all()[599]).toMatchObject({ items: [expect.stringMatching(/^new/)] })
  })

  it('are refused without names of columns, and where there is no room before one is kept', async () => {
    const { database, read, take, all } = createTestFiles()
    await expect(read('Hi,Hello\nBye,Goodbye\n')).rejects.toThrow('quick-replies-no-columns')
    await expect(read('')).rejects.toThrow()
    // kept before, but for the last
    database
      .sql(
        `WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ?)
         INSERT INTO quick_replies (id, title, group_name, place) SELECT id, 'kept ' || id, '', id FROM n`,
      )
      .run(MAX_QUICK_REPLIES - 1)
    database
      .sql("INSERT INTO quick_reply_items (reply_id, place, text) SELECT id, 0, 'text' FROM quick_replies")
      .run()
    await expect(take('Title,Text\none,text\nanother,text\n')).rejects.toThrow('quick-replies-full')
    expect(all()).toHaveLength(MAX_QUICK_REPLIES - 1)
    expect(await take('Title,Text\none,text\n')).toEqual({ added: 1, replaced: 0 })
    expect(all()).toHaveLength(MAX_QUICK_REPLIES)
  })
})
