import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ProtocolError, ProtocolPipe } from './protocol.ts'

/** A pipe with Chromium's end of it: what it read, and a way to write. */
function pipe() {
  const output = new PassThrough()
  const input = new PassThrough()
  return {
    pipe: new ProtocolPipe(output, input),
    sent: () =>
      String(output.read() ?? '')
        .split('\0')
        .filter(Boolean)
        .map((text) => JSON.parse(text)),
    write: (...messages: readonly object[]) => {
      for (const message of messages) input.push(`${JSON.stringify(message)}\0`)
    },
    input,
  }
}

describe('the debugging protocol over pipes', () => {
  it('gives each command the answer of its id, and a refusal as an error with its words', async () => {
    const chromium = pipe()
    const first = chromium.pipe.browser.send('Browser.getVersion')
    const second = chromium.pipe.session('page').send('Page.navigate', { url: 'x:' })
    expect(chromium.sent()).toEqual([
      { id: 1, method: 'Browser.getVersion' },
      { id: 2, method: 'Page.navigate', params: { url: 'x:' }, sessionId: 'page' },
    ])
    chromium.write({ id: 2, error: { message: 'Cannot navigate' } }, { id: 1, result: { product: 'C' } })
    await expect(first).resolves.toEqual({ product: 'C' })
    await expect(second).rejects.toThrow(new ProtocolError('Cannot navigate'))
  })

  it('tells events to their own session', async () => {
    const chromium = pipe()
    const { promise, resolve } = Promise.withResolvers<string>()
    chromium.pipe.browser.events.on('Page.windowOpen', () => resolve('the browser'))
    chromium.pipe.session('a').events.on('Page.windowOpen', () => resolve('a'))
    chromium.pipe.session('b').events.on('Page.windowOpen', ({ url }) => resolve(`b ${url}`))
    chromium.write({ method: 'Page.windowOpen', params: { url: 'x:' }, sessionId: 'b' })
    await expect(promise).resolves.toBe('b x:')
  })

  it('lets whoever waited for an answer go on before what was written after it is told', async () => {
    const chromium = pipe()
    const { promise, resolve } = Promise.withResolvers<string>()
    const { browser } = chromium.pipe
    void browser.send('Browser.getVersion').then(async () => {
      await Promise.resolve()
      browser.events.on('Target.targetDestroyed', ({ targetId }) => resolve(targetId))
    })
    const texts = [
      { id: 1, result: {} },
      { method: 'Target.targetDestroyed', params: { targetId: 't' } },
    ].map((message) => `${JSON.stringify(message)}\0`)
    chromium.input.push(texts.join(''))
    await expect(promise).resolves.toBe('t')
  })

  it('puts together what arrives in parts', async () => {
    const chromium = pipe()
    const version = chromium.pipe.browser.send('Browser.getVersion')
    for (const byte of Buffer.from('{"id":1,"result":{"product":"微信"}}\0')) {
      chromium.input.push(Buffer.of(byte))
    }
    await expect(version).resolves.toEqual({ product: '微信' })
  })

  it('tells everything that came before the end', async () => {
    const chromium = pipe()
    const { browser } = chromium.pipe
    const ids = [1, 2, 3]
    const answers = Promise.allSettled(ids.map(() => browser.send('Browser.getVersion')))
    const destroyed: string[] = []
    browser.events.on('Target.targetDestroyed', ({ targetId }) => destroyed.push(targetId))
    const event = { method: 'Target.targetDestroyed', params: { targetId: 't' } }
    const messages = [...ids.map((id) => ({ id, result: { product: `${id}` } })), event]
    chromium.input.end(messages.map((message) => `${JSON.stringify(message)}\0`).join(''))
    await once(chromium.input, 'close')
    await expect(answers).resolves.toEqual(
      ids.map((id) => ({ status: 'fulfilled', value: { product: `${id}` } })),
    )
    await expect(browser.send('Browser.close')).rejects.toThrow(ProtocolError)
    expect(destroyed).toEqual(['t'])
  })

  it('fails what waits, and what comes later, once Chromium is gone', async () => {
    const chromium = pipe()
    const waiting = chromium.pipe.browser.send('Browser.close')
    chromium.input.destroy()
    await expect(waiting).rejects.toThrow(ProtocolError)
    await expect(chromium.pipe.browser.send('Browser.close')).rejects.toThrow(ProtocolError)
  })
})
