import { Buffer } from 'node:buffer'
import { rmSync } from 'node:fs'
import type { Simulator } from '#simulator/index.ts'
import { dropFiles } from '../drivers/drop.ts'
import { test } from '../files-fixture.ts'
import { photoWithPlace, SECONDS_OF_LATITUDE, sha256 } from '../media-files.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Files on their way out: dropped, pasted, picked, reviewed, uploaded, sent. */

function arrived({ world }: Simulator, account = 'shop', person?: string) {
  const { messages } = world.phone({ account, ...(person === undefined ? {} : { person }) })
  return messages.filter(({ by }) => by === 'bot')
}

/** What arrives at the contact's phone from now on. */
function arrivals(simulator: Simulator): () => ReturnType<typeof arrived> {
  const before = arrived(simulator).length
  return () => arrived(simulator).slice(before)
}

test.beforeEach(async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  simulator.world.inject({ account: 'shop', text: 'send me the list' })
})

test('files that are dropped, picked or pasted are looked through first, and arrive whole, each as what it is', async ({
  board,
  simulator,
  files,
}) => {
  const shop = await board.open('Shop')
  const { review, page } = board

  await test.step('a drop of six files arrives whole, each as what it is, caption first and in order', async () => {
    await shop.box.fill('Everything you asked for')
    const dropped = files.writeAll()
    await dropFiles(
      shop.log,
      dropped.map(({ path }) => path),
    )
    await expect(review.files).toHaveCount(6)
    await expect(review.caption).toHaveValue('Everything you asked for')
    await expect(review.dialog).toContainText('7 messages')
    await expect(review.button('Send')).toBeEnabled()
    for (const { path } of dropped) rmSync(path)
    await review.send()
    await expect(shop.box).toHaveValue('')
    await expect.poll(() => arrived(simulator).length, { timeout: 40_000 }).toBe(7)
    expect(arrived(simulator).map(({ kind, text, media }) => [kind, text ?? media?.sha256])).toEqual([
      ['text', 'Everything you asked for'],
      ...dropped.map(({ kind, bytes }) => [kind, sha256(bytes)]),
    ])
    expect(arrived(simulator).flatMap(({ media }) => media?.fileName ?? [])).toEqual([
      'notes.txt',
      '新品 报价单.pdf',
      'README',
    ])
    await expect(shop.own('Accepted', 'Image')).toHaveCount(2)
    await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '3')
  })

  await test.step('files are put in order, taken out and sent as files by keyboard', async () => {
    // the contact writes again, so that there are messages left for all that follows
    simulator.world.inject({ account: 'shop', text: 'and the rest' })
    await expect(shop.messagesLeft).toHaveAttribute('aria-valuenow', '10')
    const since = arrivals(simulator)
    await dropFiles(shop.log, [
      files.writePicture('one.png'),
      files.writePicture('two.png'),
      files.write('three.txt', 'text'),
    ])
    await expect(review.files).toHaveCount(3)
    await review.button('Move up two.png').press('Enter')
    await review.button('Remove three.txt').press('Enter')
    await review.files
      .filter({ hasText: 'one.png' })
      .getByRole('checkbox', { name: 'Send as file' })
      .press('Space')
    await review.send()
    await expect.poll(() => since().length).toBe(2)
    expect(since().map(({ kind, media }) => [kind, media?.fileName])).toEqual([
      ['image', undefined],
      ['file', 'one.png'],
    ])
  })

  await test.step('a picked file and a pasted one take the same way', async () => {
    const since = arrivals(simulator)
    await shop.region.locator('input[type=file]').setInputFiles(files.write('picked.txt', 'picked'))
    await expect(review.files).toHaveCount(1)
    await review.send()
    await shop.box.focus()
    await shop.box.evaluate(
      (box, bytes) => {
        const clipboardData = new DataTransfer()
        clipboardData.items.add(new File([new Uint8Array(bytes)], 'pasted.png', { type: 'image/png' }))
        box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      },
      [...Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    )
    await expect(review.files).toHaveCount(1)
    await review.send()
    await expect.poll(() => since().map(({ kind }) => kind)).toEqual(['file', 'image'])
    expect(await page.title()).toMatch(/^Linkboard/)
  })

  await test.step('cancelling returns the text to the composer and sends nothing', async () => {
    const since = arrivals(simulator)
    await shop.box.fill('half a thought')
    await dropFiles(shop.log, [files.writePicture('one.png')])
    await review.caption.fill('half a thought, and more')
    await review.dialog.press('Escape')
    await expect(review.dialog).toBeHidden()
    await expect(shop.box).toHaveValue('half a thought, and more')
    expect(since()).toEqual([])
  })
})

test('P8: a drop goes to the person it names; the place of a photo is taken out, and an upload can be cancelled', async ({
  board,
  simulator,
  files,
}) => {
  const { world } = simulator
  const { review } = board

  await test.step('an upload shows how far it is and can be cancelled', async () => {
    world.fault({ call: 'upload', kind: 'hang' })
    const shop = await board.open('Shop')
    await dropFiles(shop.log, [files.writePicture('slow.png')])
    await review.send()
    const message = shop.own('Uploading', 'Image')
    await expect(message.getByRole('progressbar')).toHaveAttribute('value', /[1-9]/)
    await message.getByRole('button', { name: 'Cancel' }).click()
    await expect(shop.own('Cancelled', 'Image')).toBeVisible()
    expect(arrived(simulator)).toEqual([])
    await shop.send('still here')
    await expect(shop.own('Accepted')).toHaveCount(1)
  })

  await test.step('the place of a photo is taken out and said, and kept where that is wanted', async () => {
    const shop = board.conversation('Shop')
    const photo = photoWithPlace()
    const send = async (keep: boolean) => {
      await dropFiles(shop.log, [files.write('door_1_2.png', photo)])
      await expect(review.dialog).toContainText('The location was removed from 1 file')
      if (keep) await review.dialog.getByRole('checkbox', { name: 'Keep location' }).check()
      await review.send()
    }
    await send(false)
    await send(true)
    const pictures = () => arrived(simulator).flatMap(({ media }) => media?.sha256 ?? [])
    await expect.poll(() => pictures().length).toBe(2)
    const [without, kept] = pictures()
    expect(kept).toBe(sha256(photo))
    expect(world.mediaBytes(without ?? '')?.includes(SECONDS_OF_LATITUDE)).toBe(false)
  })

  await test.step('P8: a drop on a row or an account goes to the person it names', async () => {
    world.addAccount({ account: 'shop', people: [{ name: 'Lin' }] })
    world.inject({ account: 'shop', from: 'Lin', text: 'and me' })
    await expect(board.inbox.rows).toHaveCount(2)
    const since = arrivals(simulator)
    await dropFiles(board.inbox.row('Shop'), [files.writePicture('row.png')])
    await expect(review.dialog).toContainText('Shop')
    await review.send()
    await expect.poll(() => since().length).toBe(1)
    await dropFiles(board.rail.account('Shop'), [files.writePicture('account.png')])
    await expect(review.recipient).toBeVisible()
    await review.recipient.selectOption({ index: 1 })
    await review.send()
    await expect.poll(() => since().length + arrived(simulator, 'shop', 'Lin').length).toBe(2)
  })
})

test('P15: kill −9 in the middle of an upload of 100 MB, and the phone gets the file once', async ({
  app,
  board,
  simulator,
  files,
}) => {
  test.setTimeout(90_000)
  simulator.world.fault({ call: 'upload', kind: 'slow', ms: 300 })
  const shop = await board.open('Shop')
  const bytes = Buffer.alloc(100 * 1024 * 1024, 'linkboard')
  await dropFiles(shop.log, [files.write('large.bin', bytes)])
  await expect(board.review.files).toHaveCount(1)
  await expect(board.review.button('Send')).toBeEnabled({ timeout: 20_000 })
  await board.review.send()
  await expect(shop.own('Uploading', 'File')).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => simulator.world.log({ call: 'upload' }).requests.length).toBe(1)
  await app.kill()
  expect(arrived(simulator)).toEqual([])
  const again = await app.restart()
  const there = new Linkboard(again.page)
  const conversation = await there.open('Shop')
  await expect(conversation.own('Accepted', 'File')).toBeVisible({ timeout: 60_000 })
  expect(arrived(simulator).map(({ media }) => media?.sha256)).toEqual([sha256(bytes)])
})
