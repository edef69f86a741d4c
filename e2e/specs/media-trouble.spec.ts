import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../drivers/drop.ts'
import { test } from '../files-fixture.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn } from '../simulator-fixture.ts'
import { canMount, mountSmallDisk } from '../small-disk.ts'

/** Files that cannot be sent, or not now: each says why, and the others go on. */

test.describe('beside a signed-in account', () => {
  test.use({ isShared: true })

  test.beforeEach(async ({ board, simulator }) => {
    await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
    simulator.world.inject({ account: 'shop', text: 'hello' })
  })

  test('a folder and an empty file are named with their reason, and the rest is sent', async ({
    board,
    simulator,
    files,
  }) => {
    const shop = await board.open('Shop')
    await dropFiles(shop.log, [
      files.makeFolder('holiday'),
      files.write('empty.txt', ''),
      files.writePicture('good.png'),
    ])
    const { review } = board
    await expect(review.files).toHaveCount(1)
    await expect(review.dialog).toContainText('holiday')
    await expect(review.dialog).toContainText('empty.txt')
    await review.send()
    await expect(shop.own('Accepted', 'Image')).toHaveCount(1)
    expect(simulator.world.phone({ account: 'shop' }).messages).toHaveLength(2)
  })

  test.describe('in numbers', () => {
    // the most work that a window gets here, so it begins without the traces of others
    test.use({ isShared: false })

    test('500 files at once stay usable', async ({ board, files }) => {
      const shop = await board.open('Shop')
      const many = Array.from({ length: 500 }, (_, n) => files.write(`file-${n}.txt`, `content ${n}`))
      await dropFiles(shop.log, many)
      const { review } = board
      await expect(review.dialog).toContainText('500 messages', { timeout: 60_000 })
      await review.button('Keep only the first 10 files').click()
      await expect(review.files).toHaveCount(10)
      await review.button('Cancel').click()
      await expect(review.dialog).toBeHidden()
      await expect(shop.box).toBeVisible()
    })
  })

  test('a file whose bytes are gone while it is queued is said, and the next one goes out', async ({
    app,
    board,
    simulator,
    files,
  }) => {
    const { world } = simulator
    world.fault({ call: 'upload', kind: 'delay', ms: 1500, times: 2 })
    const shop = await board.open('Shop')
    const contents = ['first', 'second', 'third', 'fourth']
    await dropFiles(
      shop.log,
      contents.map((content) => files.write(`${content}.txt`, content)),
    )
    await expect(board.review.files).toHaveCount(4)
    await board.review.send()
    await expect(shop.own('Uploading', 'File')).toHaveCount(2)
    const media = join(app.userDataDir, 'data', 'media')
    for (const shelf of readdirSync(media).filter((name) => /^[0-9a-f]{2}$/.test(name)))
      rmSync(join(media, shelf), { recursive: true })
    await expect(shop.own('Refused', 'File').last()).toContainText(
      'The file is not on this computer any more',
    )
    await expect(shop.own('Refused', 'File')).toHaveCount(2)
    await expect(shop.own('Accepted', 'File')).toHaveCount(2, { timeout: 20_000 })
    await shop.send('and this behind them')
    await expect(shop.own('Accepted', 'Text')).toHaveCount(1)
    const { messages } = world.phone({ account: 'shop' })
    expect(
      messages.filter(({ by }) => by === 'bot').map(({ text, media }) => media?.fileName ?? text),
    ).toEqual(['first.txt', 'second.txt', 'and this behind them'])
  })

  test('a CDN that answers 500 three times is said in words, and Retry sends', async ({
    board,
    simulator,
    files,
  }) => {
    simulator.world.fault({ call: 'upload', kind: 'status', status: 500, times: 3 })
    const shop = await board.open('Shop')
    await dropFiles(shop.log, [files.writePicture('one.png')])
    await expect(board.review.files).toHaveCount(1)
    await board.review.send()
    const refused = shop.own('Refused', 'Image')
    await expect(refused).toContainText('could not be uploaded')
    await refused.getByRole('button', { name: 'Retry' }).click()
    await expect(shop.own('Accepted', 'Image')).toHaveCount(1)
    expect(simulator.world.phone({ account: 'shop' }).messages).toHaveLength(2)
  })

  test('P10: an upload address at a forbidden host is not asked', async ({ board, simulator, files }) => {
    simulator.world.addAccount({ account: 'shop', uploadStyle: 'hostile' })
    const shop = await board.open('Shop')
    await dropFiles(shop.log, [files.writePicture('one.png')])
    await expect(board.review.files).toHaveCount(1)
    await board.review.send()
    await expect(shop.own('Refused', 'Image')).toContainText('an upload address that Linkboard may not use')
    expect(simulator.world.log({ call: 'upload' }).requests).toEqual([])
  })
})

test('a full disk is said before anything is sent', async ({ simulator, startApp, userDataDir, files }) => {
  test.skip(!canMount, 'only root can mount a small disk')
  const media = join(userDataDir, 'data', 'media')
  using _disk = mountSmallDisk(media, '2m')
  const app = await startApp()
  const board = new Linkboard(app.page)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')
  writeFileSync(join(files.folder, 'large.bin'), Buffer.alloc(4 * 1024 * 1024, 7))
  await dropFiles(shop.log, [join(files.folder, 'large.bin'), files.writePicture('small.png')])
  await expect(board.review.files).toHaveCount(1)
  await expect(board.review.dialog).toContainText('large.bin')
  await board.review.send()
  await expect(shop.own('Accepted', 'Image')).toHaveCount(1)
  await app.stop()
})
