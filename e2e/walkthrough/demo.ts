import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import * as actions from './actions.ts'
import { ROOT, withPracticeApp } from './practice.ts'

const FOLDER = join(ROOT, 'screenshots')

interface Step {
  /** What is shown, and the picture's name. */
  readonly name: string
  walk(page: Page): Promise<void>
}

/** Practice mode without a display: the main flows, one picture each. */
const STEPS: readonly Step[] = [
  {
    name: 'lessons',
    walk: async (page) => await actions.lessons(page).waitFor(),
  },
  {
    name: 'merged inbox',
    walk: async (page) => {
      await actions.hideLessons(page)
      await actions.firstConversation(page).waitFor()
    },
  },
  {
    name: 'conversation',
    walk: actions.openFirstConversation,
  },
  {
    name: 'reply',
    walk: async (page) => await actions.reply(page, 'Thank you, we will look into it today. 谢谢！'),
  },
  {
    name: 'review and send',
    walk: async (page) => {
      await actions.dropPicture(page)
    },
  },
  {
    name: 'sent files',
    walk: async (page) => {
      await page
        .getByRole('dialog', { name: 'Review and send' })
        .getByRole('button', { name: 'Send' })
        .click()
      await page.getByRole('article', { name: /^You, File, .*, Accepted$/ }).waitFor()
    },
  },
  {
    name: 'sign-in code',
    walk: async (page) => {
      await actions.showSignInCode(page)
    },
  },
  {
    name: 'signed in',
    walk: async (page) =>
      await actions.nameNewAccount(page.getByRole('dialog', { name: 'Add account' }), 'Front desk'),
  },
  {
    name: 'inbox of one account',
    walk: async (page) => {
      await actions.finishSignIn(page, page.getByRole('dialog', { name: 'Add account' }))
      await actions.openFirstAccount(page)
    },
  },
  {
    name: 'accounts',
    walk: async (page) => {
      await actions.goTo(page, 'Accounts')
      await page.getByRole('table', { name: 'Accounts' }).waitFor()
    },
  },
  {
    name: 'side by side',
    walk: async (page) => {
      await actions.goTo(page, 'Side by side')
      await actions.openInEveryColumn(page)
    },
  },
  {
    name: 'plan of a broadcast',
    walk: actions.planBroadcast,
  },
  {
    name: 'broadcast',
    walk: actions.startBroadcast,
  },
  {
    name: 'lesson under way',
    walk: async (page) => {
      await actions.beginLesson(page, 1)
      await actions.lessons(page).getByRole('button', { name: 'Show me' }).click()
      await page.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
    },
  },
  {
    name: 'lesson done',
    walk: async (page) => {
      await actions.reply(page, 'Yes, you still can. 可以改。')
      await actions.lessonDone(page)
    },
  },
  {
    name: 'settings',
    walk: async (page) => {
      await actions.hideLessons(page)
      await actions.goTo(page, 'Settings')
      await actions.choose(page, 'Dark')
    },
  },
  {
    name: 'dark theme',
    walk: async (page) => {
      await actions.goTo(page, 'Inbox')
      await actions.openFirstConversation(page)
    },
  },
  {
    name: 'settings in Chinese',
    walk: async (page) => {
      await actions.goTo(page, 'Settings')
      await actions.choose(page, '简体中文')
      await page.getByRole('link', { name: '设置' }).waitFor()
    },
  },
  {
    name: 'inbox in Chinese',
    walk: async (page) => {
      await page.getByRole('link', { name: '会话' }).click()
      await page.getByRole('list', { name: '会话' }).getByRole('listitem').first().waitFor()
    },
  },
]

/** The page a step failed on says more than the error does. */
async function walkAll(page: Page): Promise<void> {
  for (const [index, { name, walk }] of STEPS.entries()) {
    const picture = `${String(index + 1).padStart(2, '0')}-${name.toLowerCase().replaceAll(' ', '-')}.png`
    try {
      await walk(page)
      await page.screenshot({ path: join(FOLDER, picture), animations: 'disabled' })
      console.log(`${name}: ${picture}`)
    } catch (error) {
      await page.screenshot({ path: join(FOLDER, 'failed.png') }).catch(() => undefined)
      throw new Error(`the step “${name}” failed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

try {
  await rm(FOLDER, { recursive: true, force: true })
  await mkdir(FOLDER, { recursive: true })
  await withPracticeApp(process.argv.slice(2), async ({ page }) => await walkAll(page))
  console.log(`Screenshots are in ${FOLDER}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
