import { type BrowserWindow, dialog } from 'electron'
import type { Translator } from '#shared/i18n/translate.ts'

const CANCEL = 0
const OPEN = 1

/** Asks in a dialog of the system's whether to open a file that could run; nothing in a page can answer it. */
export async function confirmOpening(
  window: BrowserWindow | null,
  t: Translator,
  name: string,
): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'warning',
    message: t('riskyFile.title'),
    detail: t('riskyFile.body', { name }),
    buttons: [t('riskyFile.cancel'), t('riskyFile.open')],
    defaultId: CANCEL,
    cancelId: CANCEL,
    noLink: true,
  }
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === OPEN
}
