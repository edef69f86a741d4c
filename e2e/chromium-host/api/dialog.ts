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
  const settle = <T extends object>(kind: DialogKind, options: unknown, standard: T): T => {
    const answer = { ...standard, ...takeDialogAnswer(recorded, kind) }
    recorded.dialogs.push({ kind, options, answer })
    return answer
  }

  return strict('dialog', {
    async showSaveDialog(...args: unknown[]) {
      const options = optionsOf<Electron.SaveDialogOptions>(args)
      const folder = join(paths.get('userData'), 'Downloads')
      mkdirSync(folder, { recursive: true })
      const filePath = join(folder, basename(options.defaultPath ?? 'untitled'))
      return settle('save', options, { canceled: false, filePath })
    },
    async showOpenDialog(...args: unknown[]) {
      return settle('open', optionsOf(args), { canceled: true, filePaths: [] as string[] })
    },
    async showMessageBox(...args: unknown[]) {
      const options = optionsOf<Electron.MessageBoxOptions>(args)
      const response = options.defaultId ?? 0
      return settle('message', options, { response, checkboxChecked: options.checkboxChecked ?? false })
    },
    showErrorBox(title: string, content: string) {
      settle('error', { title, content }, {})
      process.stderr.write(`${title}: ${content}\n`)
    },
  })
}

/** The options of a dialog call, whose first argument may be its window. */
function optionsOf<T extends object>(args: readonly unknown[]): T {
  return (args.length > 1 ? args[1] : args[0]) as T
}
