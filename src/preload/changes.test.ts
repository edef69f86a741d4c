import { describe, expect, it } from 'vitest'
import { type BatchMessage, CHANGES_CHANNEL, type ChangesMessage } from '#shared/bridge.ts'
import { createSubscribe } from './changes.ts'

const batch = (to: number): BatchMessage => ({ to, text: `batch ${to}` })

/** A way to main that keeps what the script says. */
function createPort() {
  const said: ChangesMessage[] = []
  /** Called with what is said next. */
  let heard = Promise.withResolvers<void>()
  const listeners: ((event: unknown, batch: BatchMessage) => void)[] = []
  return {
    said,
    subscribe: createSubscribe({
      on(channel, listener) {
        expect(channel).toBe(CHANGES_CHANNEL)
        listeners.push(listener)
      },
      send(_channel, message) {
        said.push(message)
        heard.resolve()
      },
    }),
    /** Main sends a batch; resolves once it has heard something of it. */
    async receive(one: BatchMessage) {
      heard = Promise.withResolvers()
      for (const listener of listeners) listener({}, one)
      await heard.promise
    },
  }
}

describe('createSubscribe', () => {
  it('tells main once that the page listens, however many listeners it has', () => {
    const { subscribe, said } = createPort()
    expect(said).toEqual([])
    subscribe(() => {})
    subscribe(() => {})
    expect(said).toEqual([{ kind: 'listen' }])
  })

  it('asks for the next batch when the slowest listener has digested the last', async () => {
    const { subscribe, said, receive } = createPort()
    const trail: string[] = []
    subscribe((text) => {
      trail.push(`fast has ${text}`)
    })
    subscribe(
      (text) =>
        new Promise((digested) => {
          setTimeout(() => {
            trail.push(`slow has ${text}, said ${said.length}`)
            digested()
          })
        }),
    )
    await receive(batch(1))
    expect(trail).toEqual(['fast has batch 1', 'slow has batch 1, said 1'])
    expect(said).toEqual([{ kind: 'listen' }, { kind: 'digested', to: 1 }])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('goes on with a listener that %s', async (_how, listener) => {
    const { subscribe, said, receive } = createPort()
    const got: string[] = []
    subscribe(listener)
    subscribe((text) => {
      got.push(text)
    })
    await receive(batch(1))
    await receive(batch(2))
    expect(got).toEqual(['batch 1', 'batch 2'])
    expect(said).toEqual([{ kind: 'listen' }, { kind: 'digested', to: 1 }, { kind: 'digested', to: 2 }])
  })

  it('calls a listener no more once it has left, and keeps main going', async () => {
    const { subscribe, said, receive } = createPort()
    const got: string[] = []
    const leave = subscribe((text) => {
      got.push(text)
    })
    await receive(batch(1))
    leave()
    await receive(batch(2))
    expect(got).toEqual(['batch 1'])
    expect(said.at(-1)).toEqual({ kind: 'digested', to: 2 })
  })
})
