import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../drivers/app.ts'
import { DOT_PNG, mp4Of } from '../media-files.ts'
import { seriousViolations } from '../pages/audit.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Pictures, videos, voices and files as they come: fetched, shown, played, saved, sent on. */

/** What host control tells of the desktop. */
async function control(app: App, path: string): Promise<unknown> {
  return (await fetch(`${app.control}${path}`)).json()
}

test.beforeEach(async ({ board, simulator }) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
})

test('pictures, a video and a voice are fetched by themselves, shown and played', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  const { page } = board
  world.inject({ account: 'shop', text: 'look and listen' })
  const shop = await board.open('Shop')

  await test.step('a picture is fetched by itself, opens large, is zoomed, copied and left by keyboard', async () => {
    world.inject({ account: 'shop', image: { width: 320, height: 200 } })
    world.inject({ account: 'shop', image: { width: 200, height: 320, key: 'A' } })
    const pictures = shop.received('Image').getByRole('button', { name: 'Enlarge the picture' })
    await expect(pictures.locator('img')).toHaveCount(2)
    await pictures.last().press('Enter')
    const lightbox = page.getByRole('dialog', { name: 'Picture 2 of 2' })
    const large = lightbox.getByRole('img')
    await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalHeight)).toBe(320)
    await lightbox.getByRole('button', { name: 'Zoom in' }).press('Enter')
    await expect(large).toHaveAttribute('style', /scale\(1\.4\)/)
    await lightbox.press('ArrowLeft')
    await expect(page.getByRole('dialog', { name: 'Picture 1 of 2' })).toBeVisible()
    expect(await seriousViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  await test.step('a video of 12 MB plays, and seeking in it shows what is there', async () => {
    world.inject({ account: 'shop', video: { bytes: mp4Of(12 * 1024 * 1024) } })
    const video = shop.received('Video').locator('video')
    await expect(video).toBeVisible({ timeout: 15_000 })
    await expect.poll(() => video.evaluate((video: HTMLVideoElement) => Math.round(video.duration))).toBe(2)
    const sought = await video.evaluate(async (video: HTMLVideoElement) => {
      const arrived = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }))
      video.currentTime = 1.5
      await arrived
      return [video.currentTime, video.videoWidth, video.error]
    })
    expect(sought).toEqual([1.5, 160, null])
    await video.evaluate((video: HTMLVideoElement) => {
      video.muted = true
      return video.play()
    })
    await expect.poll(() => video.evaluate((video: HTMLVideoElement) => video.ended)).toBe(true)
  })

  await test.step('a voice is decoded and plays, at another speed too, with its transcript beside it', async () => {
    world.inject({ account: 'shop', voice: { ms: 2000, text: '明天能到吗' } })
    const voice = shop.received('Voice')
    await expect(voice).toContainText('明天能到吗')
    await voice.getByRole('button', { name: 'Speed: 1×' }).click()
    await voice.getByRole('button', { name: 'Play the voice message' }).click()
    const audio = voice.locator('audio')
    await expect.poll(() => audio.evaluate((one: HTMLAudioElement) => Math.round(one.duration))).toBe(2)
    expect(await audio.evaluate((one: HTMLAudioElement) => [one.playbackRate, one.error])).toEqual([
      1.5,
      null,
    ])
  })
})

test('P10, P12: what comes connects nowhere else and opens nothing unasked; a download that fails is repeated', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  const bytes = Buffer.from('MZ not really')
  world.inject({ account: 'shop', text: 'two pictures' })
  const shop = await board.open('Shop')

  await test.step('P10: a picture at a forbidden address connects nowhere and says so', async () => {
    world.inject({ account: 'shop', image: { fullUrl: 'https://evil.example/c2c/download?x=1' } })
    await expect(shop.received('Image')).toContainText('it was not downloaded')
    await expect(shop.received('Image').getByRole('button', { name: 'Download again' })).toHaveCount(0)
    expect(world.log({ call: 'download' }).requests).toEqual([])
  })

  await test.step('a download that fails says why, and Download again brings it', async () => {
    world.fault({ call: 'download', kind: 'status', status: 404 })
    world.inject({ account: 'shop', image: { bytes: DOT_PNG } })
    const picture = shop.received('Image').last()
    await expect(picture).toContainText('The server does not have it any more')
    await picture.getByRole('button', { name: 'Download again' }).click()
    await expect(picture.getByRole('button', { name: 'Enlarge the picture' })).toBeVisible()
  })

  const file = shop.received('File')
  await test.step('P12: a program is opened only after a question, which main asks', async () => {
    world.inject({ account: 'shop', file: { name: '../../../evil\u202Egnp.exe', bytes } })
    // without host control the question is asked in a dialog of the system
    if (app.control === undefined) return
    await file.getByRole('button', { name: 'Open' }).click()
    await expect
      .poll(() => control(app, '/dialogs'))
      .toContainEqual(
        expect.objectContaining({ kind: 'message', answer: { response: 0, checkboxChecked: false } }),
      )
    expect(JSON.stringify(await control(app, '/dialogs'))).toContain('evilgnp.exe')
    expect(JSON.stringify(await control(app, '/shell'))).not.toContain('evilgnp.exe')
  })

  await test.step('P12: a file with a hostile name is shown plainly and saved under a safe name', async () => {
    await file.getByRole('button', { name: 'Save as…' }).click()
    await expect(file).toContainText('Saved')
    expect(readFileSync(join(app.userDataDir, 'Downloads', 'evilgnp.exe'))).toEqual(bytes)
  })
})

test('pictures and files are found in the gallery, quoted and forwarded', async ({ board, simulator }) => {
  const { world } = simulator
  const [picture] = world.inject({ account: 'shop', image: { width: 320, height: 200 } }).messages
  world.inject({ account: 'shop', file: { name: 'price list.pdf' } })
  const shop = await board.open('Shop')
  const quotedIn = (text: string) =>
    shop.received('Text').filter({ hasText: text }).getByRole('img', { name: 'Quoted picture' })

  await test.step('the gallery shows pictures and files apart, and storage counts them', async () => {
    await expect(shop.received('File').getByRole('button', { name: 'Open' })).toBeVisible()
    await shop.button('More actions for the conversation with Shop').click()
    await board.page.getByRole('menuitem', { name: 'Pictures and files' }).click()
    const gallery = board.page.getByRole('dialog', { name: 'Pictures and files of Shop' })
    await expect(gallery.getByRole('button', { name: 'Enlarge the picture' })).toHaveCount(1)
    expect(await seriousViolations(board.page)).toEqual([])
    await gallery.getByRole('radio', { name: 'Files' }).check()
    await expect(gallery).toContainText('price list.pdf')
    await board.page.keyboard.press('Escape')
    await board.rail.link('Settings').click()
    const use = board.page.getByRole('table', { name: 'Storage use' })
    await expect(use.getByRole('row', { name: /^Shop 2/ })).toBeVisible()
  })

  await test.step('a quoted picture is seen in the quote', async () => {
    await board.rail.goTo('Inbox')
    world.inject({ account: 'shop', text: 'this one', quote: { style: 'inline', image: true } })
    await board.open('Shop')
    await expect(quotedIn('this one')).toBeVisible()
  })

  await test.step('a picture that is quoted by its id alone is drawn in the quote, also after the page came anew', async () => {
    world.inject({ account: 'shop', text: 'that one', quote: { messageId: picture?.messageId } })
    await expect(quotedIn('that one')).toBeVisible()
    await board.page.reload()
    await board.open('Shop')
    await expect(quotedIn('that one')).toBeVisible()
  })

  await test.step('a received picture is forwarded without saving it first', async () => {
    world.addAccount({ account: 'shop', people: [{ name: 'Lin' }] })
    world.inject({ account: 'shop', from: 'Lin', text: 'and me' })
    await shop.received('Image').getByRole('button', { name: 'Forward…' }).click()
    const dialog = board.page.getByRole('dialog', { name: 'Forward' })
    const contacts = dialog.getByRole('list', { name: 'Contacts' }).getByRole('radio')
    await expect(contacts).toHaveCount(2)
    await contacts.and(board.page.getByRole('radio', { name: /^(?!Shop)/ })).check()
    await dialog.getByRole('button', { name: 'Send' }).click()
    await expect(dialog).toBeHidden()
    await expect
      .poll(() => world.phone({ account: 'shop', person: 'Lin' }).messages.map(({ kind }) => kind))
      .toEqual(['text', 'image'])
  })
})
