import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { conversationId } from '../test-support/samples.ts'
import { createDrafts, DRAFT_DELAY_MS } from './drafts.ts'

const ID = conversationId(1)

function setTimer(ms: number, fn: () => void) {
  const timer = setTimeout(fn, ms)
  return () => clearTimeout(timer)
}

describe('drafts (P14)', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function open(save = vi.fn(async () => {})) {
    return { save, drafts: createDrafts({ save, setTimer }) }
  }

  it('P14: stores a draft once, within a second of the last key', () => {
    const { save, drafts } = open()
    drafts.type(ID, 'a')
    vi.advanceTimersByTime(DRAFT_DELAY_MS - 1)
    drafts.type(ID, 'ab')
    vi.advanceTimersByTime(1000)
    expect(save.mock.calls).toEqual([[ID, 'ab']])
  })

  it('P14: stores at once when the conversation is left, then hands it back', async () => {
    const { save, drafts } = open()
    drafts.type(ID, 'unfinished')
    drafts.release(ID)
    await vi.advanceTimersByTimeAsync(0)
    expect(save.mock.calls).toEqual([[ID, 'unfinished']])
    expect(drafts.texts.getState().has(ID)).toBe(false)
  })

  it('P14: keeps a text that could not be stored, and tries again on the next occasion', async () => {
    const save = vi.fn(async () => {})
    save.mockRejectedValueOnce(new Error('disk'))
    const { drafts } = open(save)
    drafts.type(ID, 'keep me')
    drafts.release(ID)
    await vi.advanceTimersByTimeAsync(0)
    expect(drafts.texts.getState().get(ID)).toBe('keep me')
    drafts.release(ID)
    await vi.advanceTimersByTimeAsync(0)
    expect(save).toHaveBeenCalledTimes(2)
    expect(drafts.texts.getState().has(ID)).toBe(false)
  })

  it('does not store what was placed, and forgets what was about to be stored', () => {
    const { save, drafts } = open()
    drafts.type(ID, 'sent now')
    drafts.place(ID, '')
    vi.advanceTimersByTime(5000)
    expect(save).not.toHaveBeenCalled()
    expect(drafts.texts.getState().get(ID)).toBe('')
  })
})
