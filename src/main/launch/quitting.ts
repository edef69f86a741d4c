import { app, type BrowserWindow } from 'electron'
import { toFailure } from '#core/diagnostics/log-event.ts'
import type { Log } from '#core/ports.ts'
import type { Runtime } from '../runtime.ts'
import { bringForward } from '../windows/main-window.ts'
import { takeSignals } from './signals.ts'

/** Quitting takes no longer than this, whatever hangs (design 11: exit within 5 s). */
const QUIT_LIMIT_MS = 4_000

/** What closing the window may do instead of ending the app. */
export interface TrayPorts {
  /** The operator wants the app to stay. */
  isWanted(): boolean
  /** Whether there is a tray that brings the window back; asked anew, since a desktop may come without one. */
  isThere(): Promise<boolean>
}

/**
 * Every way to quit ends the sessions first. Who quits by hand is asked while messages are being
 * sent (P15); a signal never asks. A window that is closed is hidden where the operator wants that and a tray can
 * show it again.
 * @returns what a new window needs
 */
export function quitWith(runtime: Runtime, log: Log, tray: TrayPorts): (window: BrowserWindow) => void {
  let quitting = false
  /** Whoever is asked has to see the question, also after closing the window into the tray. */
  let raise = () => {}
  const quit = () => {
    if (quitting) return
    quitting = true
    const limit = setTimeout(() => app.exit(0), QUIT_LIMIT_MS)
    void runtime
      .stop()
      .catch((error: unknown) => log.write({ kind: 'failure', where: 'quit', failure: toFailure(error) }))
      .finally(() => {
        clearTimeout(limit)
        log.write({ kind: 'stopped' })
        app.exit(0)
      })
  }
  takeSignals(process, quit)
  app.on('window-all-closed', quit)
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (runtime.holdQuit()) raise()
    else quit()
  })
  return (window) => {
    raise = () => bringForward(window)
    window.on('close', (event) => {
      if (quitting) return
      if (!tray.isWanted()) {
        if (runtime.holdQuit()) event.preventDefault()
        return
      }
      event.preventDefault()
      void tray.isThere().then((isThere) => {
        if (isThere) window.hide()
        else app.quit()
      })
    })
  }
}
