import { describe, expect, it } from 'vitest'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { ClientError } from '../../api/client-error.ts'
import { createDraftAutosave, type DraftInput, KEEP_DELAY_MS } from './draft-autosave.ts'
import { broadcastId } from './testing.tsx'

const draft = (text: string): DraftInput => ({
  content: { text, fallbacks: { contact: '', account: '' }, files: [] },
  choice: RECENT_CONTACTS,
  paceMs: 3_000,
})

/** A autosave whose saves end, and whose time passes, when the test says so. */
function subject() {
  const saves: {
    id: number | null
    text: string
    end: PromiseWithResolvers<{ id: ReturnType<typeof broadcastId> }>
  }[] = []
  let due: (() => void) | null = null
  const delays: number[] = []
  const autosave = createDraftAutosave(null, {
    save(id, { content }) {
      const end = Promise.withResolvers<{ id: ReturnType<typeof broadcastId> }>()
      saves.push({ id, text: content.text, end })
      return end.promise
    },
    setTimer(ms, fn) {
      delays.push(ms)
      due = fn
      return () => {
        due = null
      }
    },
  })
  return { autosave, saves, delays, pass: () => due?.(), isDue: () => due !== null }
}

describe('createDraftAutosave', () => {
  it('keeps the newest state after a pause, one save at a time, under the first id', async () => {
    const { autosave, saves, delays, pass } = subject()
    autosave.change(draft('a'), true)
    autosave.change(draft('ab'), true)
    expect(delays).toEqual([KEEP_DELAY_MS, KEEP_DELAY_MS])
    pass()
    autosave.change(draft('abc'), true)
    autosave.change(draft('abcd'), true)
    const kept = autosave.keep()
    expect(saves.map(({ text }) => text)).toEqual(['ab'])
    saves[0]?.end.resolve({ id: broadcastId(7) })
    await expect.poll(() => saves.length).toBe(2)
    expect(saves[1]).toMatchObject({ id: 7, text: 'abcd' })
    saves[1]?.end.resolve({ id: broadcastId(7) })
    expect(await kept).toBe(7)
    expect(autosave.state.getState()).toEqual({ id: 7, error: null, isUpToDate: true })
  })

  it('begins no draft without content, and keeps one that lost it', async () => {
    const { autosave, saves } = subject()
    autosave.change(draft(''), false)
    expect(await autosave.keep()).toBeNull()
    autosave.change(draft('a'), true)
    const kept = autosave.keep()
    saves[0]?.end.resolve({ id: broadcastId(7) })
    await kept
    autosave.change(draft(''), false)
    const again = autosave.keep()
    saves[1]?.end.resolve({ id: broadcastId(7) })
    expect(await again).toBe(7)
    expect(saves.map(({ text }) => text)).toEqual(['a', ''])
  })

  it('says why it failed and tries again with what is newest', async () => {
    const { autosave, saves } = subject()
    autosave.change(draft('a'), true)
    const kept = autosave.keep()
    saves[0]?.end.reject(new ClientError('storage-full'))
    await expect(kept).rejects.toThrow()
    expect(autosave.state.getState()).toMatchObject({ error: 'storage-full', isUpToDate: false })
    const again = autosave.keep()
    saves[1]?.end.resolve({ id: broadcastId(7) })
    await again
    expect(autosave.state.getState()).toMatchObject({ error: null, isUpToDate: true })
  })

  it('keeps nothing after its end', async () => {
    const { autosave, saves, isDue } = subject()
    autosave.change(draft('a'), true)
    await autosave.end()
    autosave.change(draft('ab'), true)
    expect(isDue()).toBe(false)
    expect(await autosave.keep()).toBeNull()
    expect(saves).toEqual([])
  })
})
