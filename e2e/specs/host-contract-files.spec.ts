import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dropFiles } from '../drivers/drop.ts'
import { expect, test } from '../fixtures.ts'
import type { Contract } from '../host-contract-app/contract.ts'
import { request } from './host-contract/helpers.ts'

declare const contract: Contract

/** What both hosts must do alike with files that come from outside or go there. */
test.use({ appDir: fileURLToPath(new URL('../host-contract-app', import.meta.url)), isShared: true })

test.describe('files', () => {
  test('that are dropped tell the preload their real path', async ({ page, userDataDir }) => {
    const files = [join(userDataDir, 'one.txt'), join(userDataDir, '二.png')]
    await Promise.all(files.map((file) => writeFile(file, 'content')))
    await dropFiles(page.locator('#text'), files)
    const dropped = (): Promise<unknown> => page.evaluate(() => Reflect.get(globalThis, 'dropped'))
    await expect.poll(dropped).toEqual([
      { name: 'one.txt', path: files[0] },
      { name: '二.png', path: files[1] },
    ])
    expect(await request(page, 'echo', 'after the drop')).toBe('after the drop')
  })

  test('made in the page have none', async ({ page }) => {
    const facts = await page.evaluate(() => ({
      path: contract.pathOf(new File(['x'], 'pasted.png')),
      kind: contract.kindOf(new File(['x'], 'pasted.png')),
    }))
    expect(facts).toEqual({ path: '', kind: '[object File]' })
  })

  test('travel to the preload with a callback, and what stages them comes back', async ({
    page,
    userDataDir,
  }) => {
    const file = join(userDataDir, 'three.txt')
    await writeFile(file, 'content')
    await dropFiles(page.locator('#text'), [file])
    await expect.poll(() => page.evaluate(() => Reflect.get(globalThis, 'droppedFiles').length)).toBe(1)
    const told = await page.evaluate(async () => {
      const results: unknown[] = []
      const pasted = new File([new Uint8Array([7, 8, 9])], 'pasted.png')
      const staging = contract.stage([...Reflect.get(globalThis, 'droppedFiles'), pasted], (index, result) =>
        results.push([index, result]),
      )
      return { ended: await staging.done, results }
    })
    expect(told).toEqual({
      ended: 'done',
      results: [
        [0, file],
        [1, ['Uint8Array', 3]],
      ],
    })
  })

  test('can be called off while they are taken', async ({ page }) => {
    const results = await page.evaluate(async () => {
      const told: unknown[] = []
      const files = ['a', 'b', 'c'].map((name) => new File([name], name))
      const staging = contract.stage(files, (index, result) => {
        told.push([index, result])
        staging.cancel()
      })
      await staging.done
      return told
    })
    expect(results).toEqual([
      [0, ['Uint8Array', 1]],
      [1, 'cancelled'],
      [2, 'cancelled'],
    ])
  })

  test('of several megabytes reach main whole, in chunks', async ({ page }) => {
    const sent = await page.evaluate(async () => {
      const bytes = Uint8Array.from({ length: 3 * 1024 * 1024 + 1 }, (_, index) => index % 251)
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      const digest = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
      const file = new File([bytes], 'large.bin')
      for (let at = 0; at < file.size; at += 1024 * 1024) {
        const chunk = new Uint8Array(await file.slice(at, at + 1024 * 1024).arrayBuffer())
        await contract.request('append', chunk)
      }
      return { digest, arrived: await contract.request('appended') }
    })
    expect(sent.arrived).toEqual({ size: 3 * 1024 * 1024 + 1, digest: sent.digest })
  })

  test('are dragged out of the window', async ({ app, page, userDataDir }) => {
    test.skip(app.host !== 'chromium', 'a real drag waits for a pointer to let go')
    const file = join(userDataDir, 'out.txt')
    await writeFile(file, 'content')
    await request(page, 'startDrag', file)
    const calls: unknown = await (await fetch(`${app.control}/shell`)).json()
    expect(calls).toContainEqual({ call: 'startDrag', target: file })
  })
})
