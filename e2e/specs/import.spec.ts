import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Simulator } from '#simulator/index.ts'
import { ForeignFolder, type WeiLinkFolder, weiLinkFolder } from '../other-programs.ts'
import { seriousViolations } from '../pages/audit.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { test as base, expect, signIn } from '../simulator-fixture.ts'

/** Copying accounts from the folders of WeiLink and OpenClaw. */

interface HomeFixtures {
  /** A home folder of its own for the app, removed after the test. */
  home: string
  weilink: WeiLinkFolder
  /** The app, started once its home is filled. */
  start: () => Promise<Linkboard>
}

const test = base.extend<HomeFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  home: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'linkboard-home-'))
    await use(home)
    rmSync(home, { recursive: true, force: true })
  },
  weilink: async ({ home }, use) => {
    await use(weiLinkFolder(home))
  },
  start: async ({ home, startApp }, use) => {
    await use(async () => new Linkboard((await startApp({ env: { HOME: home, USERPROFILE: home } })).page))
  },
})

const CUSTOMER = 'o9cq80_AbCdEfGhIjKlMnOpQr7Xy9Zq@im.wechat'
const FORMER = 'o9cq80_AbCdEfGhIjKlMnOpQrFormer@im.wechat'
const HOUR_S = 3600

/** Three sessions, one of them the default, one with a context that is over, one on a strange host. */
function fillWeiLink(folder: WeiLinkFolder, { world }: Simulator): void {
  const nowS = Math.floor(Date.now() / 1000)
  const bound = (account: string) => world.addAccount({ account, bound: true }).bound
  folder.session('front', bound('front'))
  folder.session('studio', bound('studio'), {
    contexts: {
      [CUSTOMER]: { t: 'context-of-the-customer', ts: nowS - 2 * HOUR_S, sc: 3 },
      [FORMER]: { t: 'context-that-is-over', ts: nowS - 30 * HOUR_S, sc: 1 },
    },
  })
  folder.session('strange', bound('strange'), { baseUrl: 'https://elsewhere.example' })
  folder.write('.default_session', 'studio')
  folder.write('broken/token.json', '{"bot_id": "half a fi')
}

function fillOpenClaw(home: string, { world }: Simulator): ForeignFolder {
  const { bound } = world.addAccount({ account: 'claw', bound: true })
  if (bound === undefined) throw new Error('the account is not bound')
  const folder = new ForeignFolder(join(home, '.openclaw'))
  const id = bound.botId.replaceAll(/[@.]/g, '-')
  folder.write('openclaw-weixin/accounts.json', [id, 'gone-im-bot'])
  folder.write(`openclaw-weixin/accounts/${id}.json`, {
    token: bound.botToken,
    baseUrl: bound.baseUrl,
    userId: bound.userId,
  })
  folder.write('openclaw-weixin/accounts/gone-im-bot.json', 'no JSON at all')
  return folder
}

test('the folders of WeiLink and OpenClaw are found, looked through and copied; what is broken is said', async ({
  home,
  simulator,
  start,
  weilink,
}) => {
  fillWeiLink(weilink, simulator)
  const openclaw = fillOpenClaw(home, simulator)
  const before = [weilink.mark(), openclaw.mark()]
  const board = await start()
  const { importing, page } = board

  await test.step('a WeiLink folder is found, looked through and copied; what is broken is said', async () => {
    await expect(page.getByText('Accounts of another program were found')).toBeVisible()
    await importing.opener.click()
    await expect(importing.folder).toHaveValue(join(home, '.weilink'))
    const places = page.getByRole('radiogroup', { name: 'Found on this computer' })
    await places.getByText('OpenClaw').click()
    await expect(importing.folder).toHaveValue(openclaw.root)
    await places.getByText('WeiLink').click()
    await expect(importing.folder).toHaveValue(join(home, '.weilink'))
    await expect(importing.dialog).toContainText('Close WeiLink and OpenClaw first')
    await expect(importing.dialog).toContainText('Nothing in the folder is changed')
    await expect(importing.button('Import')).toBeDisabled()
    await importing.preview()
    for (const name of ['front', 'studio', 'strange']) await expect(importing.choice(name)).toBeChecked()
    await expect(importing.choice('broken')).toBeDisabled()
    await expect(importing.row('broken')).toContainText('broken/token.json is damaged')
    await expect(importing.row('studio')).toContainText('Default in that program')
    await expect(importing.row('studio')).toContainText('1 expired, not imported')
    await expect(importing.row('strange')).toContainText('stays stopped')
    expect(await seriousViolations(page)).toEqual([])

    await importing.button('Import').click()
    await expect(importing.dialog).toContainText('Imported: 3 of 3.')
    await expect(importing.result('studio')).toContainText('Imported as “studio”')
    await expect(importing.result('strange')).toContainText('but stopped')
    expect(await seriousViolations(page)).toEqual([])
    await importing.button('Done').click()
    await expect(board.rail.account('studio')).toHaveAccessibleName(/^studio, Online/)
    await expect(board.rail.account('front')).toHaveAccessibleName(/^front, Online/)
    await expect(board.rail.account('strange')).toHaveAccessibleName('strange, Offline')
    expect(simulator.world.log({ account: 'strange' }).requests, 'P10').toEqual([])

    const customer = await board.open('Contact 7Xy9Zq')
    await expect(customer.messagesLeft).toHaveAttribute('aria-valuenow', '7')
    const minutes = Number(await customer.replyWindow.getAttribute('aria-valuenow'))
    expect(minutes).toBeGreaterThan(21 * 60)
    expect(minutes).toBeLessThanOrEqual(22 * 60)
    await expect(board.inbox.row('Contact Former')).toHaveCount(0)
    await board.rail.goTo('Accounts')
    await expect(board.accounts.row('studio')).toContainText('Default')
    await expect(board.accounts.row('strange')).toContainText('Its server is not allowed')
  })

  await test.step('an OpenClaw folder was offered beside it, and is once WeiLink is copied', async () => {
    await importing.opener.click()
    await expect(importing.folder).toHaveValue(openclaw.root)
    await importing.preview()
    await expect(importing.choice('gone-im-bot')).toBeDisabled()
    await expect(importing.row('gone-im-bot')).toContainText('damaged')
    await importing.button('Import').click()
    await expect(importing.dialog).toContainText('Imported: 1 of 1.')
    await importing.button('Done').click()
    await expect(board.rail.accounts).toHaveCount(4)
    const fourth = page.getByRole('listitem', { name: /^(?!(?:front|studio|strange),)/ })
    await expect(board.rail.accounts.and(fourth)).toHaveAccessibleName(/, Online$/)
  })

  await test.step('what is here already stays as it is, and so do the folders', async () => {
    await importing.opener.click()
    await importing.preview(openclaw.root)
    await expect(importing.dialog).toContainText('None of these can be imported')
    await expect(importing.table).toContainText('Already here; it is not overwritten.')
    await expect(importing.button('Import')).toBeDisabled()
    expect([weilink.mark(), openclaw.mark()], 'nothing there was changed').toEqual(before)
  })
})

test('a folder that is not there says the same as one that holds nothing', async ({
  home,
  simulator,
  start,
}) => {
  const board = await start()
  const { importing } = board
  await expect(board.addAccount.opener).toBeVisible()
  await expect(importing.opener, 'nothing was found').toHaveCount(0)
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await board.rail.goTo('Accounts')
  await importing.opener.click()
  await expect(importing.folder).toHaveValue('')
  await importing.folder.fill(join(home, 'not-there'))
  await importing.button('Preview').click()
  await expect(importing.dialog).toContainText('There is nothing of WeiLink or OpenClaw in this folder')
  const elsewhere = new ForeignFolder(join(home, 'elsewhere'))
  elsewhere.write('notes.txt', 'nothing of interest')
  await importing.folder.fill(elsewhere.root)
  await expect(importing.dialog.getByRole('alert')).toHaveCount(0)
  await importing.button('Preview').click()
  await expect(importing.dialog).toContainText('There is nothing of WeiLink or OpenClaw in this folder')
  await expect(importing.button('Import')).toBeDisabled()
})
