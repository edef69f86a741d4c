import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MediaServing } from '#core/media/ports.ts'
import { serveMedia } from './serve-media.ts'

const STAGED = '30000000-0000-4000-8000-000000000001'

function createTestServing() {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-serve-'))
  const file = path.join(folder, 'video')
  writeFileSync(file, '0123456789')
  const serving: MediaServing = {
    media: (id) => (id === 7 ? { type: 'video/mp4', size: 10, file } : null),
    voice: async (id) => (id === 7 ? { type: 'audio/wav', size: 4, bytes: Buffer.from('RIFF') } : null),
    staged: (id) => (id === STAGED ? { type: 'image/png', size: 10, file } : null),
  }
  const ask = (address: string, init?: RequestInit) =>
    serveMedia(new Request(`app://linkboard${address}`, init), serving)
  return { ask, file, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

describe('media of the app', () => {
  it('are given whole, with a type that nobody guesses at', async () => {
    using app = createTestServing()
    const answer = await app.ask('/media/7')
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      200,
      '0123456789',
      'video/mp4',
    ])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  it('are given in part, so that a video can be sought in', async () => {
    using app = createTestServing()
    const answer = await app.ask('/media/7', { headers: { range: 'bytes=2-4' } })
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      206,
      '234',
      'bytes 2-4/10',
    ])
    const beyond = await app.ask('/media/7', { headers: { range: 'bytes=10-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  it('go to their end where a range is open, and stop where the player turns away', async () => {
    using app = createTestServing()
    const size = 12 * 1024 * 1024
    truncateSync(app.file, size)
    const serving: MediaServing = {
      media: () => ({ type: 'video/mp4', size, file: app.file }),
      voice: async () => null,
      staged: () => null,
    }
    const answer = await serveMedia(
      new Request('app://linkboard/media/7', { headers: { range: 'bytes=5000000-' } }),
      serving,
    )
    expect(answer.headers.get('content-range')).toBe(`bytes 5000000-${size - 1}/${size}`)
    expect((await answer.clone().arrayBuffer()).byteLength).toBe(size - 5_000_000)
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await reader?.cancel()
    expect(await reader?.read()).toEqual({ done: true, value: undefined })
  })

  it('say how large they are without being read', async () => {
    using app = createTestServing()
    const answer = await app.ask('/media/7', { method: 'HEAD' })
    expect([answer.status, await answer.text(), answer.headers.get('content-length')]).toEqual([
      200,
      '',
      '10',
    ])
  })

  it('that are staged are given by their own ids', async () => {
    using app = createTestServing()
    expect(await (await app.ask(`/media/staged/${STAGED}`)).text()).toBe('0123456789')
    expect((await app.ask('/media/staged/30000000-0000-4000-8000-000000000002')).status).toBe(404)
  })

  it('voices come from memory, in part too', async () => {
    using app = createTestServing()
    const answer = await app.ask('/media/7/voice', { headers: { range: 'bytes=-2' } })
    expect([answer.status, await answer.text()]).toEqual([206, 'FF'])
  })

  it.each(['/media/8', '/media/7/other', '/media/../index.html', '/media/staged/x', '/media/'])(
    '%s is nothing',
    async (address) => {
      using app = createTestServing()
      expect((await app.ask(address)).status).toBe(404)
    },
  )

  it('that somebody cut or removed are nothing', async () => {
    using app = createTestServing()
    writeFileSync(app.file, '012')
    expect((await app.ask('/media/7')).status).toBe(404)
  })
})
