import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Cdn } from '#core/cdn/cdn.ts'
import { decodeMessage } from '#core/ilink/decode.ts'
import { BOT, createTestInbox, START, USER } from '#core/inbox/testing.ts'
import { readStorageUse } from '#core/storage/storage-use.ts'
import { TestClock } from '#core/testing/clock.ts'
import { NO_ACTIONS } from '#core/testing/no-window.ts'
import { testRandom } from '#core/testing/random.ts'
import { until } from '#core/testing/settle.ts'
import { MediaId, type MediaReason } from '#shared/model/media.ts'
import { DEFAULT_SETTINGS, type MediaSettings } from '#shared/model/settings.ts'
import { createMedia } from './media.ts'
import { createTestFileStore } from './testing.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type Answer = Awaited<ReturnType<Cdn['download']>>

/** A download that waits for its answer. */
interface OpenDownload {
  param: string | null
  signal: AbortSignal
  maxBytes: number | null
  answer(answer: Answer): Promise<void>
}

async function* bytesOf(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield chunk
}

function createTestMedia(over: Partial<MediaSettings> = {}) {
  const clock = new TestClock(START)
  const inbox = createTestInbox()
  Object.assign(inbox.mediaSettings, over)
  const disk = createTestFileStore(testRandom())
  const downloads: OpenDownload[] = []
  const failures: unknown[] = []
  /** Fetches that are over. */
  let ended = 0
  const actions = {
    ...{ saved: [] as [string, string][], opened: [] as string[], shown: [] as string[] },
    ...{ asked: [] as string[], marked: [] as string[], confirms: false },
  }
  let settings = { ...DEFAULT_SETTINGS.media, ...over }
  const media = createMedia({
    folder: path.join(disk.folder, 'media'),
    cdn: {
      upload: async () => ({ kind: 'failed' }),
      download({ media: { encryptQueryParam }, signal, maxBytes }) {
        const { promise, resolve } = Promise.withResolvers<Answer>()
        signal.addEventListener('abort', () => resolve({ kind: 'aborted' }))
        downloads.push({
          param: encryptQueryParam,
          signal,
          maxBytes,
          answer: (answer) => {
            const before = ended
            resolve(answer)
            return until(() => ended > before)
          },
        })
        return promise
      },
    },
    clock,
    random: testRandom(),
    stores: inbox.stores,
    settings: () => settings,
    voices: { decode: async (silk) => Buffer.concat([Buffer.from('RIFF'), silk]) },
    actions: {
      ...NO_ACTIONS,
      saveCopy: async (name, source) => {
        actions.saved.push([name, readFileSync(source, 'utf8')])
        return true
      },
      confirmOpening: async (name) => {
        actions.asked.push(name)
        return actions.confirms
      },
      markOrigin: async (file) => void actions.marked.push(file),
      openFile: async (file) => void actions.opened.push(file),
      showInFolder: (file) => void actions.shown.push(file),
    },
    events: inbox.events,
    failed: (error) => failures.push(error),
  })
  inbox.events.on((event) => {
    if (event.kind === 'media-changed')
      ended += event.mediaIds.filter((id) => !media.fetcher.isLoading(id)).length
  })
  let ids = 0

  /** The contact sends one item; its media id. */
  function receive(item: Record<string, unknown>, at = START): MediaId {
    ids += 1
    inbox.receive({
      messages: [
        decodeMessage({
          message_id: String(ids),
          message_type: 1,
          from_user_id: USER,
          to_user_id: BOT,
          create_time_ms: at,
          item_list: [item],
        }),
      ],
    })
    return MediaId.parse(ids)
  }
  const aPicture = (param: string) => ({
    type: 2,
    image_item: { media: { encrypt_query_param: param, aes_key: 'ABEiM0RVZneImaq7zN3u/w==' } },
  })
  const aFile = (param: string, fields: Record<string, unknown> = {}) => ({
    type: 4,
    file_item: { media: { encrypt_query_param: param }, file_name: 'list.txt', ...fields },
  })
  function view(id: MediaId) {
    const stored = inbox.stores.media.get(id)
    if (stored === null) throw new Error('no such medium')
    const { state, reason, size } = media.views.of(stored)
    return [state, reason, size]
  }
  /** Does something that begins fetches, and waits for as many to ask the CDN. */
  async function begun(act: () => void, count = 1): Promise<void> {
    const before = downloads.length
    act()
    await until(() => downloads.length >= before + count)
  }
  async function fetched(item: Record<string, unknown>, content: string, at = START): Promise<MediaId> {
    const id = receive(item, at)
    await begun(() => media.fetcher.wake())
    await downloads.at(-1)?.answer({ kind: 'open', plain: bytesOf(Buffer.from(content)) })
    return id
  }
  return {
    ...{ clock, inbox, media, downloads, failures, actions, receive, aPicture, aFile, view, fetched, begun },
    store: disk.store,
    folder: disk.folder,
    set: (patch: Partial<MediaSettings>) => {
      settings = { ...settings, ...patch }
    },
    async [Symbol.asyncDispose]() {
      await media.stop()
      disk[Symbol.dispose]()
    },
  }
}

const failed = (reason: MediaReason, retry: boolean): Answer => ({ kind: 'failed', reason, retry })

describe('received media', () => {
  it('are fetched by themselves and held', async () => {
    await using app = createTestMedia()
    const id = app.receive(app.aPicture('one'))
    expect(app.view(id)).toEqual(['waiting', null, null])
    await app.begun(() => app.media.fetcher.wake())
    expect(app.view(id)).toEqual(['loading', null, null])
    await app.downloads[0]?.answer({ kind: 'open', plain: bytesOf(Buffer.from('ab'), Buffer.from('c')) })
    expect(app.view(id)).toEqual(['held', null, 3])
    expect(app.failures).toEqual([])
  })

  it('two of an account at once, the oldest first', async () => {
    await using app = createTestMedia()
    for (const name of ['a', 'b', 'c']) app.receive(app.aPicture(name))
    await app.begun(() => app.media.fetcher.wake(), 2)
    expect(app.downloads.map(({ param }) => param).sort()).toEqual(['a', 'b'])
    await app.begun(() => void app.downloads[0]?.answer(failed('gone', false)))
    expect(app.downloads.map(({ param }) => param).sort()).toEqual(['a', 'b', 'c'])
  })

  it('wait for the operator where the settings say so, or where they are too large', async () => {
    await using app = createTestMedia({ autoFetchMaxBytes: 1024 * 1024 })
    const large = app.receive(app.aFile('large', { len: '2000000' }))
    expect(app.view(large)).toEqual(['on-demand', null, null])
    await app.begun(() => app.media.fetcher.fetch(large))
    expect(app.downloads[0]).toMatchObject({ param: 'large', maxBytes: 2_000_000 })
  })

  it('of unknown size are given up at the limit and offered', async () => {
    await using app = createTestMedia({ autoFetchMaxBytes: 1024 * 1024 })
    const id = app.receive(app.aPicture('one'))
    await app.begun(() => app.media.fetcher.wake())
    expect(app.downloads[0]?.maxBytes).toBe(1024 * 1024)
    await app.downloads[0]?.answer(failed('too-large', false))
    expect(app.view(id)).toEqual(['on-demand', null, null])
  })

  it.each(['host-not-allowed', 'bad-key', 'gone'] as const)(
    'say %s, and are not asked for again by themselves',
    async (reason) => {
      await using app = createTestMedia()
      const id = app.receive(app.aPicture('one'))
      await app.begun(() => app.media.fetcher.wake())
      await app.downloads[0]?.answer(failed(reason, false))
      expect(app.view(id)).toEqual(['failed', reason, null])
      app.media.fetcher.wake()
      expect(app.media.fetcher.isLoading(id)).toBe(false)
    },
  )

  it('are tried again after a rest, and in the end say why they failed', async () => {
    await using app = createTestMedia()
    const id = app.receive(app.aPicture('one'))
    await app.begun(() => app.media.fetcher.wake())
    for (let tries = 1; tries < 6; tries += 1) {
      await app.downloads.at(-1)?.answer(failed('server-failed', true))
      expect([app.downloads.length, ...app.view(id)]).toEqual([tries, 'waiting', 'server-failed', null])
      await app.begun(() => void app.clock.advance(5_000 * 2 ** (tries - 1)))
    }
    await app.downloads.at(-1)?.answer(failed('server-failed', true))
    expect(app.view(id)).toEqual(['failed', 'server-failed', null])
    await app.begun(() => app.media.fetcher.fetch(id))
    expect(app.view(id)).toEqual(['loading', null, null])
  })

  it.each([3_600_000, -72 * 3_600_000])(
    'P19: are tried again in time also where the clock is set by %i ms',
    async (setBy) => {
      await using app = createTestMedia()
      app.receive(app.aPicture('one'))
      await app.begun(() => app.media.fetcher.wake())
      await app.downloads.at(-1)?.answer(failed('server-failed', true))
      app.clock.set(setBy)
      app.media.fetcher.wake()
      await app.clock.advance(4_999)
      expect(app.downloads).toHaveLength(1)
      await app.begun(() => void app.clock.advance(1))
      expect(app.downloads).toHaveLength(2)
    },
  )

  describe('P1: that met a disk without room', () => {
    const full = (code: string): Answer => ({
      kind: 'open',
      plain: (async function* () {
        yield Buffer.from('half')
        throw Object.assign(new Error('no room'), { code })
      })(),
    })

    it.each([1, 12])('are fetched once there is some, after %i tries', async (tries) => {
      await using app = createTestMedia()
      const id = app.receive(app.aPicture('a'))
      await app.begun(() => app.media.fetcher.wake())
      await app.downloads.at(-1)?.answer(full('ENOSPC'))
      for (let done = 1; done < tries; done += 1) {
        const before = app.downloads.length
        await app.clock.advance(80_000)
        await until(() => app.downloads.length > before)
        await app.downloads.at(-1)?.answer(full('EDQUOT'))
      }
      expect(app.view(id)).toEqual(['waiting', 'disk-full', null])
      const before = app.downloads.length
      await app.clock.advance(80_000)
      await until(() => app.downloads.length > before)
      await app.downloads.at(-1)?.answer({ kind: 'open', plain: bytesOf(Buffer.from('whole')) })
      expect(app.view(id)).toEqual(['held', null, 5])
    })

    it.each(['disk-full', 'disk-failed'] as const)(
      'in an earlier run are fetched at the next start: %s',
      async (reason) => {
        await using app = createTestMedia()
        const id = app.receive(app.aPicture('a'))
        app.inbox.stores.media.setState(id, 'failed', reason)
        await app.begun(() => app.media.start())
        await app.downloads.at(-1)?.answer({ kind: 'open', plain: bytesOf(Buffer.from('whole')) })
        expect(app.view(id)).toEqual(['held', null, 5])
      },
    )
  })

  it('whose size or digest is not as declared are damaged', async () => {
    await using app = createTestMedia()
    const short = await app.fetched(app.aFile('short', { len: '10' }), 'short')
    expect(app.view(short)).toEqual(['waiting', 'damaged', null])
    const other = await app.fetched(app.aFile('other', { md5: '5D41402ABC4B2A76B9719D911017C592' }), 'hallo')
    expect(app.view(other)).toEqual(['waiting', 'damaged', null])
    const whole = await app.fetched(app.aFile('whole', { md5: '5D41402ABC4B2A76B9719D911017C592' }), 'hello')
    expect(app.view(whole)).toEqual(['held', null, 5])
  })

  it('can be cancelled and fetched later', async () => {
    await using app = createTestMedia()
    const id = app.receive(app.aPicture('one'))
    await app.begun(() => app.media.fetcher.wake())
    app.media.fetcher.cancel(id)
    await until(() => !app.media.fetcher.isLoading(id))
    expect([app.downloads[0]?.signal.aborted, ...app.view(id)]).toEqual([true, 'on-demand', null, null])
  })

  it('without an address say so at once', async () => {
    await using app = createTestMedia()
    const id = app.receive({ type: 2, image_item: { mid_size: 10 } })
    expect(app.view(id)).toEqual(['failed', 'no-address', null])
    expect(() => app.media.fetcher.fetch(id)).toThrow('media-missing')
  })
})

describe('P12: handing out', () => {
  it('saves under a safe name and never under the one that was sent', async () => {
    await using app = createTestMedia()
    const id = await app.fetched(app.aFile('a', { file_name: '../../etc/cron.d/\u202Egnp.exe' }), 'bytes')
    expect(await app.media.exporter.save(id)).toBe(true)
    expect(app.actions.saved).toEqual([['gnp.exe', 'bytes']])
  })

  it('P12: opens what could run only when the operator says so to main, whoever asks', async () => {
    await using app = createTestMedia()
    const id = await app.fetched(app.aFile('a', { file_name: 'invoice.pdf.exe' }), 'MZ')
    expect(await app.media.exporter.open(id)).toBe(false)
    expect(app.actions.opened).toEqual([])
    app.actions.confirms = true
    expect(await app.media.exporter.open(id)).toBe(true)
    expect(app.actions.opened[0]).toMatch(/copies.\d+.invoice\.pdf\.exe$/)
    expect(app.actions.asked).toEqual(['invoice.pdf.exe', 'invoice.pdf.exe'])
  })

  it('P12: marks every copy as come from elsewhere before another program has it', async () => {
    await using app = createTestMedia()
    for (const [at, hand] of (['open', 'showInFolder', 'startDrag'] as const).entries()) {
      const id = await app.fetched(app.aFile(`a${at}`, { file_name: `list-${at}.txt` }), `bytes ${at}`)
      await app.media.exporter[hand](id)
      expect(app.actions.marked.at(-1)).toMatch(new RegExp(`list-${at}\\.txt$`))
    }
  })

  it('opens a copy, so that nobody changes what is held', async () => {
    await using app = createTestMedia()
    const id = await app.fetched(app.aFile('a'), 'bytes')
    await app.media.exporter.open(id)
    const [copy = ''] = app.actions.opened
    writeFileSync(copy, 'changed!')
    await app.media.exporter.save(id)
    expect(app.actions.saved).toEqual([['list.txt', 'bytes']])
  })

  it('says that the bytes are gone when somebody removed them', async () => {
    await using app = createTestMedia()
    const id = await app.fetched(app.aFile('a'), 'bytes')
    rmSync(path.join(app.folder, 'media'), { recursive: true })
    await expect(app.media.exporter.save(id)).rejects.toThrow('media-missing')
  })
})

describe('serving to the page', () => {
  it('gives pictures their type by content, and other bytes not at all', async () => {
    await using app = createTestMedia()
    const picture = await app.fetched(app.aFile('a', { file_name: 'x.txt' }), 'GIF89a\u0001\u0000')
    const text = await app.fetched(app.aPicture('b'), '<script>1</script>')
    expect(app.media.serving.media(picture)).toMatchObject({ type: 'image/gif', size: 8 })
    expect(app.media.serving.media(text)).toBeNull()
    expect(app.media.serving.media(999)).toBeNull()
    expect(app.media.serving.staged('../../etc/passwd')).toBeNull()
  })

  it('decodes a voice, which is told by its content', async () => {
    await using app = createTestMedia()
    const voice = await app.fetched(
      { type: 3, voice_item: { media: { encrypt_query_param: 'v' } } },
      '\u0002#!SILK_V3',
    )
    expect(await app.media.serving.voice(voice)).toMatchObject({ type: 'audio/wav', size: 14 })
    const text = await app.fetched(
      { type: 3, voice_item: { media: { encrypt_query_param: 'w' } } },
      'no voice',
    )
    expect(await app.media.serving.voice(text)).toBeNull()
  })
})

describe('retention', () => {
  it('removes what is old, and nothing else', async () => {
    await using app = createTestMedia()
    const old = await app.fetched(app.aFile('a'), 'old', START - 10 * DAY_MS)
    const recent = await app.fetched(app.aFile('b'), 'recent', START - DAY_MS)
    app.set({ keepDays: 5 })
    expect(await app.media.retention.cleanUp()).toEqual({ bytes: 3, files: 1 })
    expect([app.view(old), app.view(recent)]).toEqual([
      ['removed', null, null],
      ['held', null, 6],
    ])
  })

  it('removes the oldest until the rest fits', async () => {
    await using app = createTestMedia()
    const ids = []
    for (const [index, text] of ['first', 'second', 'third'].entries())
      ids.push(await app.fetched(app.aFile(text), text, START - DAY_MS + index))
    app.set({ keepBytes: 11 })
    expect(await app.media.retention.cleanUp()).toEqual({ bytes: 5, files: 1 })
    expect(ids.map((id) => app.view(id)[0])).toEqual(['removed', 'held', 'held'])
  })

  it('removes no bytes where that they are gone could not be written', async () => {
    await using app = createTestMedia()
    const ids = [await app.fetched(app.aFile('a'), 'one', START - DAY_MS)]
    ids.push(await app.fetched(app.aFile('b'), 'two', START - DAY_MS + 1))
    const { media } = app.inbox.stores
    const setState = media.setState.bind(media)
    media.setState = (id, ...rest) => {
      if (id === ids[1]) throw new Error('the disk is full')
      setState(id, ...rest)
    }
    app.set({ keepBytes: 0 })
    await expect(app.media.retention.cleanUp()).rejects.toThrow('the disk is full')
    const files = ids.map((id) => media.get(id)?.file)
    expect(files.map((file) => file != null && app.store.isWhole(file))).toEqual([true, true])
  })

  it('keeps bytes whose last reference comes back because more of what let go of it failed', async () => {
    await using app = createTestMedia()
    const { database, files, stores } = app.inbox
    const id = await app.fetched(app.aFile('a'), 'planned')
    const file = stores.media.get(id)?.file
    if (file == null) throw new Error('nothing is held')
    const letGo = () => {
      stores.media.setState(id, 'removed', null)
      app.media.retention.releaseUnreferenced([file.hash])
    }
    const breaks = () =>
      database.transaction(() => {
        letGo()
        throw new Error('the disk is full')
      })
    expect(breaks).toThrow('the disk is full')
    expect([files.has(file.hash), app.store.isWhole(file)]).toEqual([true, true])
    database.transaction(letGo)
    expect([files.has(file.hash), app.store.isWhole(file)]).toEqual([false, false])
  })

  it('keeps bytes that somebody else still refers to, and what is not sent yet', async () => {
    await using app = createTestMedia()
    const old = await app.fetched(app.aFile('a'), 'shared', START - 10 * DAY_MS)
    const { stores, accountId } = app.inbox
    const conversationId = app.inbox.conversationWith()
    const hash = stores.media.get(old)?.file?.hash ?? null
    const messageId = stores.outbox.add({
      ...{ accountId, conversationId, clientId: 'c', requestId: null, at: START - 9 * DAY_MS, force: false },
      part: { kind: 'file', name: 'list.txt', size: 6 },
      item: null,
      state: 'waiting-for-contact',
      reason: null,
      piece: null,
      broadcastId: null,
      program: null,
      replaces: null,
      timing: null,
    })
    const unsent = stores.media.add({
      ...{ messageId, accountId, conversationId, place: 0, declared: 'file', name: 'list.txt', hash },
      ...{
        at: START - 9 * DAY_MS,
        state: 'held',
        reason: null,
        reference: null,
        plainSize: null,
        plainMd5: null,
      },
    })
    app.set({ keepDays: 5 })
    expect(await app.media.retention.cleanUp()).toEqual({ bytes: 0, files: 0 })
    expect([app.view(old)[0], app.view(unsent)]).toEqual(['removed', ['held', null, 6]])
    expect(app.store.isWhole({ hash: hash ?? '', size: 6 })).toBe(true)
  })
})

it('counts bytes once in all, and for every account that holds them', async () => {
  await using app = createTestMedia()
  await app.fetched(app.aFile('a'), 'same')
  await app.fetched(app.aFile('b'), 'same')
  const { accountId, stores } = app.inbox
  expect(readStorageUse(stores.database)).toEqual({
    totalBytes: 4,
    totalFiles: 1,
    accounts: [{ accountId, bytes: 4, files: 1 }],
  })
})
