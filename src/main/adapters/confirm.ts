import { type BrowserWindow, dialog } from 'electron'
import type { AppActions } from '#core/app-actions.ts'
import { accountName } from '#shared/i18n/names.ts'
import type { Translator } from '#shared/i18n/translate.ts'

const CANCEL = 0
const GO_ON = 1

/** What is asked, and what the two answers are called. */
interface Question {
  message: string
  detail: string
  cancel: string
  goOn: string
}

/** Asks in a dialog of the system's; nothing in a page can answer it. */
async function confirm(
  window: BrowserWindow | null,
  question: Question,
  signal?: AbortSignal,
): Promise<boolean> {
  const { message, detail, cancel, goOn } = question
  const options: Electron.MessageBoxOptions = {
    ...{ type: 'warning', message, detail },
    buttons: [cancel, goOn],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
    ...(signal !== undefined && { signal }),
  }
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === GO_ON
}

/** Asks whether to open a file that could run. */
export function confirmOpening(window: BrowserWindow | null, t: Translator, name: string): Promise<boolean> {
  return confirm(window, {
    message: t('riskyFile.title'),
    detail: t('riskyFile.body', { name }),
    cancel: t('riskyFile.cancel'),
    goOn: t('riskyFile.open'),
  })
}

/** Asks whether a program may have an account signed out, until `signal` says that it does not matter any more. */
export function confirmSignOut(
  window: BrowserWindow | null,
  t: Translator,
  { program, account }: Parameters<AppActions['confirmSignOut']>[0],
  signal: AbortSignal,
): Promise<boolean> {
  const question = {
    message: t('programSignOut.title', { program, account: accountName(account, t) }),
    detail: t('programSignOut.body'),
    cancel: t('programSignOut.decline'),
    goOn: t('programSignOut.signOut'),
  }
  return confirm(window, question, signal)
}

/** Asks whether to quit with something unsent (P15), where the page is locked and cannot ask. */
export function confirmQuitting(window: BrowserWindow | null, t: Translator): Promise<boolean> {
  return confirm(window, {
    message: t('quitLocked.title'),
    detail: t('quitLocked.body'),
    cancel: t('quitLocked.keep'),
    goOn: t('quitLocked.anyway'),
  })
}
