import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Dialog } from 'electron'
import type { Paths } from '../paths.ts'
import { type DialogKind, type Recorded, takeDialogAnswer } from '../recorder.ts'
import { strict } from '../strict.ts'

type Implemented = 'showSaveDialog' | 'showOpenDialog' | 'showMessageBox' | 'showErrorBox'

/**
 * `dialog` without a native dialog: a save dialog answers with the suggested name in the profile's `Downloads`,
 * an open dialog is cancelled, a message box takes its default button. Host control can answer otherwise.
 */
export function createDialog(paths: Paths, recorded: Recorded): Pick<Dialog, Implemented> {
  return strict('dialog', {
    async showSaveDialog(...args: unknown[]) {
      return answerSaveDialog(paths, recorded, optionsOf(args))
    },
    async showOpenDialog(...args: unknown[]) {
      return settle(recorded, 'open', optionsOf(args), { canceled: true, filePaths: [] as string[] })
    },
    async showMessageBox(...args: unknown[]) {
      const options = optionsOf<Electron.MessageBoxOptions>(args)
      const response = options.defaultId ?? 0
      return settle(recorded, 'message', options, {
        response,
        checkboxChecked: options.checkboxChecked ?? false,
      })
    },
    showErrorBox(title: string, content: string) {
      settle(recorded, 'error', { title, content }, {})
      process.stderr.write(`${title}: ${content}\n`)
    },
  })
}

/** The answer of a save dialog; Electron opens one for a file that the page offers, too. */
export function answerSaveDialog(
  paths: Paths,
  recorded: Recorded,
  options: Electron.SaveDialogOptions,
): Electron.SaveDialogReturnValue {
  const folder = join(paths.get('userData'), 'Downloads')
  mkdirSync(folder, { recursive: true })
  const filePath = join(folder, basename(options.defaultPath ?? 'untitled'))
  return settle(recorded, 'save', options, { canceled: false, filePath })
}

function settle<T extends object>(recorded: Recorded, kind: DialogKind, options: unknown, standard: T): T {
  const answer = { ...standard, ...takeDialogAnswer(recorded, kind) }
  recorded.dialogs.push({ kind, options, answer })
  return answer
}

/** The options of a dialog call, whose first argument may be its window. */
function optionsOf<T extends object>(args: readonly unknown[]): T {
  return (args.length > 1 ? args[1] : args[0]) as T
}
