import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'

/** What both hosts must do alike with what the app serves under its own scheme. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

test.describe('the scheme of the app', () => {
  test('is served, byte ranges included', async ({ page }) => {
    const answer = await page.evaluate(async () => {
      const whole = await fetch('bytes')
      const part = await fetch('bytes', { headers: { range: 'bytes=10-13' } })
      return {
        url: await (await fetch('/url?a=1')).text(),
        whole: (await whole.arrayBuffer()).byteLength,
        status: part.status,
        range: part.headers.get('content-range'),
        part: [...new Uint8Array(await part.arrayBuffer())],
        missing: (await fetch('missing.html')).status,
      }
    })
    expect(answer).toEqual({
      url: 'contract://app/url?a=1',
      whole: 1000,
      status: 206,
      range: 'bytes 10-13/1000',
      part: [10, 11, 12, 13],
      missing: 404,
    })
  })

  test('answers a range without an end, the last bytes and what lies beyond', async ({ page }) => {
    const answers = await page.evaluate(async () => {
      const ask = async (range: string): Promise<unknown[]> => {
        const answer = await fetch('bytes', { headers: { range } })
        const { byteLength } = await answer.arrayBuffer()
        return [answer.status, answer.headers.get('content-range'), byteLength]
      }
      return {
        open: await ask('bytes=900-'),
        suffix: await ask('bytes=-5'),
        beyond: await ask('bytes=1000-'),
      }
    })
    expect(answers).toEqual({
      open: [206, 'bytes 900-999/1000', 100],
      suffix: [206, 'bytes 995-999/1000', 5],
      beyond: [416, 'bytes */1000', 0],
    })
  })

  test('tells the head alone, with its length', async ({ page }) => {
    const answer = await page.evaluate(async () => {
      const { status, headers } = await fetch('bytes', { method: 'HEAD' })
      return [status, headers.get('content-length')]
    })
    expect(answer).toEqual([200, '1000'])
  })

  test('carries four megabytes in one answer', async ({ page }) => {
    const answer = await page.evaluate(async () => {
      const bytes = new Uint8Array(await (await fetch('large')).arrayBuffer())
      return [bytes.length, bytes[0], bytes[1_000_000], bytes.at(-1)]
    })
    const last = 4 * 1024 * 1024 - 1
    expect(answer).toEqual([last + 1, 0, 1_000_000 % 251, last % 251])
  })

  test('plays and seeks in a sound of a minute, to its last second', async ({ page }) => {
    const facts = await page.evaluate(async () => {
      const sound = new Audio('tone.wav')
      const next = (name: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          sound.addEventListener(name, resolve, { once: true })
          sound.addEventListener('error', () => reject(new Error(sound.error?.message)), { once: true })
        })
      await next('loadedmetadata')
      const places: number[] = []
      for (const place of [59.5, 2]) {
        const seeked = next('seeked')
        sound.currentTime = place
        await seeked
        places.push(sound.currentTime)
      }
      return { duration: sound.duration, places }
    })
    expect(facts).toEqual({ duration: 60, places: [59.5, 2] })
  })
})
