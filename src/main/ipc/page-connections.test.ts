import { describe, expect, it } from 'vitest'
import type { AppConnection } from '#core/app-surface.ts'
import type { ChangedThing } from '#core/connections/change-key.ts'
import { Connections } from '#core/connections/connections.ts'
import { TestClock } from '#core/testing/clock.ts'
import type { BatchMessage } from '#shared/bridge.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { ConversationId, TemplateId } from '#shared/model/ids.ts'
import { PageConnections, type PageContents } from './page-connections.ts'

/** Contents in which pages are loaded, with what they were sent. */
class FakeContents implements PageContents {
  readonly batches: ChangeBatch[] = []
  #isDestroyed = false
  readonly #onDestroyed: (() => void)[] = []

  send(_channel: string, { to, text }: BatchMessage): void {
    if (this.#isDestroyed) throw new Error('Object has been destroyed')
    const batch: ChangeBatch = JSON.parse(text)
    expect(batch.to).toBe(to)
    this.batches.push(batch)
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  once(_event: 'destroyed', listener: () => void): void {
    this.#onDestroyed.push(listener)
  }

  destroy(): void {
    this.#isDestroyed = true
    for (const listener of this.#onDestroyed) listener()
  }

  /** The things it was told of, batch by batch. */
  get told(): string[][] {
    return this.batches.map(({ changes }) =>
      changes.map((change) =>
        change.kind === 'templates' ? (change.templates[0]?.name ?? '') : change.kind,
      ),
    )
  }
}

/** Pages over things whose values are their names. */
function world() {
  const watched = ConversationId.parse(1)
  const clock = new TestClock()
  const core = new Connections({
    clock,
    isSilent: () => false,
    together: (read) => read(),
    read: (thing) => ({
      kind: 'templates',
      templates: [
        { id: TemplateId.parse(1), name: 'id' in thing ? `${thing.kind} ${thing.id}` : thing.kind },
      ],
    }),
    failed(error) {
      throw error
    },
  })
  const state = { isReady: true, isOpen: 0 }
  const pages = new PageConnections((): AppConnection | null => {
    if (!state.isReady) return null
    const connection = core.connect()
    state.isOpen += 1
    return {
      // the one request of these tests watches a conversation
      async request() {
        connection.watch([watched])
        return { ok: true, value: null }
      },
      subscribe: (listener) => connection.subscribe(listener),
      close() {
        state.isOpen -= 1
        core.disconnect(connection)
      },
    }
  })
  return {
    ...{ pages, core, state, watched },
    change: (...ids: number[]) =>
      core.note(ids.map((id): ChangedThing => ({ kind: 'conversation', id: ConversationId.parse(id) }))),
    /** The page has digested its last batch, within a frame; resolves once what follows has been sent. */
    async digest(contents: FakeContents, to = contents.batches.at(-1)?.to ?? 0) {
      pages.of(contents)?.digested(to)
      await clock.advance(16)
    },
  }
}

describe('PageConnections', () => {
  it('gives a page that does not digest what changed meanwhile in one batch', async () => {
    const { pages, change, digest } = world()
    const contents = new FakeContents()
    pages.listen(contents)
    for (const id of [1, 4, 2, 3, 2]) change(id)
    expect(contents.told).toEqual([['conversation 1'], ['conversation 4']])
    await digest(contents)
    expect(contents.told.slice(2)).toEqual([['conversation 3', 'conversation 2']])
  })

  it('holds the next batch back whatever a page says of another one', async () => {
    const { pages, change, digest } = world()
    const contents = new FakeContents()
    pages.listen(contents)
    for (const id of [1, 2, 3]) change(id)
    await digest(contents, 7)
    expect(contents.told).toHaveLength(2)
    await digest(contents, 1)
    await digest(contents, 1)
    change(4)
    expect(contents.told).toHaveLength(3)
  })

  it('starts afresh when a page is loaded again, whatever the one before still owed', async () => {
    const { pages, change, digest, state } = world()
    const contents = new FakeContents()
    pages.listen(contents)
    for (const id of [1, 2, 4]) change(id)
    pages.listen(contents)
    expect(state.isOpen).toBe(1)
    change(3)
    expect(contents.told).toEqual([['conversation 1'], ['conversation 2'], ['conversation 3']])
    expect(contents.batches.at(-1)?.from).toBe(0)
    await digest(contents)
    expect(contents.told).toHaveLength(3)
  })

  it('forgets what a page watched when its contents end, and sends nothing more', async () => {
    const { pages, core, watched, change, state } = world()
    const contents = new FakeContents()
    pages.listen(contents)
    await pages.of(contents)?.request('conversations.watch', {})
    expect(core.watches(watched)).toBe(true)
    contents.destroy()
    expect([core.watches(watched), state.isOpen]).toEqual([false, 0])
    change(1)
    expect(contents.told).toEqual([])
  })

  it('keeps every page at its own pace', async () => {
    const { pages, change, digest } = world()
    const [slow, quick] = [new FakeContents(), new FakeContents()]
    pages.listen(slow)
    pages.listen(quick)
    for (const id of [1, 2, 3]) {
      change(id)
      await digest(quick)
    }
    const first = [['conversation 1'], ['conversation 2']]
    expect([slow.told, quick.told]).toEqual([first, [...first, ['conversation 3']]])
  })

  it('has no connection while there is no product, and one as soon as there is', () => {
    const { pages, state, change } = world()
    const contents = new FakeContents()
    state.isReady = false
    pages.listen(contents)
    expect(pages.of(contents)).toBeNull()
    state.isReady = true
    pages.listen(contents)
    change(1)
    expect(contents.told).toEqual([['conversation 1']])
  })

  it('tells a page that began to listen before there was a product, once there is one', () => {
    const { pages, state, change } = world()
    const contents = new FakeContents()
    state.isReady = false
    pages.listen(contents)
    state.isReady = true
    pages.of(contents)
    change(1)
    expect(contents.told).toEqual([['conversation 1']])
  })
})
