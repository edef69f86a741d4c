// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fetchLater } from './fetch-later.ts'

/** Work for when the page is idle, in the order in which it was asked for. */
let slots: (() => void)[]
/** What was fetched. */
let fetched: string[]

beforeEach(() => {
  slots = []
  fetched = []
  vi.stubGlobal('requestIdleCallback', (work: () => void) => slots.push(work))
  vi.stubGlobal('cancelIdleCallback', (slot: number) => slots.splice(slot - 1, 1))
})
afterEach(() => vi.unstubAllGlobals())

function parts(...names: string[]) {
  return names.map((name) => ({
    async load() {
      fetched.push(name)
    },
  }))
}

/** The page has nothing to do once. */
async function idle(): Promise<void> {
  slots.shift()?.()
  await Promise.resolve()
  await Promise.resolve()
}

it('fetches the first at once and one each time that the page has nothing to do', async () => {
  fetchLater(parts('conversation', 'palette', 'settings'))
  expect(fetched).toEqual(['conversation'])
  await idle()
  await idle()
  expect(fetched).toEqual(['conversation', 'palette'])
  await idle()
  await idle()
  expect(fetched).toEqual(['conversation', 'palette', 'settings'])
  expect(slots).toEqual([])
})

it('fetches nothing more once it was ended', async () => {
  const end = fetchLater(parts('conversation', 'palette'))
  await idle()
  end()
  await idle()
  expect(fetched).toEqual(['conversation'])
})
