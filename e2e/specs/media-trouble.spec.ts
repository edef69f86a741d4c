import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../drivers/drop.ts'
import { test } from '../files-fixture.ts'
import { expect, signIn } from '../simulator-fixture.ts'

/** Files that cannot be sent, or not now: each says why, and the others go on. */

test('P10: files that cannot be sent say why: too many, empty, gone, failing, or to a forbidden host', async ({
  app,
  board,
  simulator,
  files,
}) => {
  const { world } = simulator
  const { review } = board
  const sent = () => world.phone({ account: 'shop' }).messages.filter(({ by }) => by === 'bot')
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'hello' })
  const shop = await board.open('Shop')

  // the most work that a window gets here, so it begins without the traces of others
  await test.step('500 files at once stay usable', async () => {
    const many = Array.from({ length: 500 }, (_, n) => files.write(`file-${n}.txt`, `content ${n}`))
    await dropFiles(shop.log, many)
    await expect(review.dialog).toContainText('500 messages', { timeout: 60_000 })
    await review.button('Keep only the first 10 files').click()
    await expect(review.files).toHaveCount(10)
    await review.button('Cancel').click()
    await expect(review.dialog).toBeHidden()
    await expect(shop.box).toBeVisible()
  })

  await test.step('a folder and an empty file are named with their reason, and the rest is sent', async () => {
    await dropFiles(shop.log, [
      files.makeFolder('holiday'),
      files.write('empty.txt', ''),
      files.writePicture('good.png'),
    ])
    await expect(review.files).toHaveCount(1)
    await expect(review.dialog).toContainText('holiday')
    await expect(review.dialog).toContainText('empty.txt')
    await review.send()
    await expect(shop.own('Accepted', 'Image')).toHaveCount(1)
    expect(sent().map(({ kind }) => kind)).toEqual(['image'])
  })

  await test.step('a file whose bytes are gone while it is queued is said, and the next one goes out', async () => {
    world.fault({ call: 'upload', kind: 'delay', ms: 1500, times: 2 })
    const contents = ['first', 'second', 'third', 'fourth']
    await dropFiles(
      shop.log,
      contents.map((content) => files.write(`${content}.txt`, content)),
    )
    await expect(review.files).toHaveCount(4)
    await review.send()
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
    expect(sent().map(({ kind, text, media }) => media?.fileName ?? text ?? kind)).toEqual([
      'image',
      'first.txt',
      'second.txt',
      'and this behind them',
    ])
  })

  await test.step('a CDN that answers 500 three times is said in words, and Retry sends', async () => {
    const before = sent().length
    world.fault({ call: 'upload', kind: 'status', status: 500, times: 3 })
    await dropFiles(shop.log, [files.writePicture('one.png')])
    await expect(review.files).toHaveCount(1)
    await review.send()
    const refused = shop.own('Refused', 'Image')
    await expect(refused).toContainText('could not be uploaded')
    await refused.getByRole('button', { name: 'Retry' }).click()
    await expect(shop.own('Refused', 'Image')).toHaveCount(0)
    await expect(shop.own('Accepted', 'Image')).toHaveCount(2)
    expect(sent()).toHaveLength(before + 1)
  })

  await test.step('P10: an upload address at a forbidden host is not asked', async () => {
    const uploads = () => world.log({ call: 'upload' }).requests.length
    const before = uploads()
    world.addAccount({ account: 'shop', uploadStyle: 'hostile' })
    await dropFiles(shop.log, [files.writePicture('two.png')])
    await expect(review.files).toHaveCount(1)
    await review.send()
    await expect(shop.own('Refused', 'Image')).toContainText('an upload address that Linkboard may not use')
    expect(uploads()).toBe(before)
  })
})
