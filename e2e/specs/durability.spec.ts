import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dropFiles } from '../drivers/drop.ts'
import { test } from '../files-fixture.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn } from '../simulator-fixture.ts'
import { canMount, mountSmallDisk } from '../small-disk.ts'

/** Folders that move, fill up or may not be written. */

test('a profile that was moved works on, with accounts, history and sign-ins', async ({
  app,
  board,
  simulator,
  startApp,
  userDataDir,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  world.inject({ account: 'shop', text: 'before the move' })
  await expect(board.inbox.row('Shop')).toContainText('before the move')
  await app.stop()
  const moved = `${userDataDir}-moved`
  renameSync(userDataDir, moved)
  try {
    const again = await startApp({ userDataDir: moved })
    const there = new Linkboard(again.page)
    await expect(there.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
    world.inject({ account: 'shop', text: 'after the move' })
    const shop = await there.open('Shop')
    await expect(shop.received('Text')).toHaveText([/before the move/, /after the move/])
    await again.stop()
  } finally {
    rmSync(moved, { recursive: true, force: true })
  }
})

test('P1: a full disk is said, in the middle of a batch or before anything is sent, and nothing is lost', async ({
  simulator,
  startApp,
  userDataDir,
  files,
}) => {
  test.skip(!canMount, 'only root can mount a small disk')
  const { world } = simulator
  const data = join(userDataDir, 'data')
  using _disk = mountSmallDisk(data, '4m')
  using _media = mountSmallDisk(join(data, 'media'), '2m')
  const app = await startApp()
  const board = new Linkboard(app.page)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('P1: a disk that fills up in the middle of a batch is said, and nothing is lost once there is room', async () => {
    await expect.poll(() => openPolls(simulator)).toBe(1)
    const filler = join(data, 'filler')
    fill(filler)
    world.inject({ account: 'shop', text: '一段很长的话'.repeat(150), count: 100 })
    await expect(board.notices).toContainText('receiving is paused')
    await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Reconnecting/)
    rmSync(filler)
    await expect(board.inbox.row('Shop')).toContainText('100', { timeout: 20_000 })
    await expect(board.notices).not.toContainText('Messages cannot be stored')
    await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
  })

  await test.step('a full disk is said before anything is sent', async () => {
    const shop = await board.open('Shop')
    writeFileSync(join(files.folder, 'large.bin'), Buffer.alloc(4 * 1024 * 1024, 7))
    await dropFiles(shop.log, [join(files.folder, 'large.bin'), files.writePicture('small.png')])
    await expect(board.review.files).toHaveCount(1)
    await expect(board.review.dialog).toContainText('large.bin')
    await board.review.send()
    await expect(shop.own('Accepted', 'Image')).toHaveCount(1)
  })
  await app.stop()
})

test('a profile folder that may not be written is said in words and a failure', async ({
  startApp,
  userDataDir,
}) => {
  const data = join(userDataDir, 'data')
  mkdirSync(data, { recursive: true })
  if (canMount) execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', data])
  else chmodSync(data, 0o500)
  try {
    await expect(startApp()).rejects.toThrow(
      /ended \([1-9]\d*\) before it was ready[\s\S]*linkboard: The data folder could not be opened/,
    )
    expect(readdirSync(data)).toEqual([])
  } finally {
    if (canMount) execFileSync('umount', [data])
    else chmodSync(data, 0o700)
  }
})

function openPolls({ world }: Parameters<typeof signIn>[1]): number {
  return world.log({ call: 'getupdates' }).requests.filter(({ outcome }) => outcome === 'open').length
}

/** Takes all the room there is. */
function fill(file: string): void {
  for (const size of [64 * 1024, 4096]) {
    try {
      while (true) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // That was the last of this size.
    }
  }
}
