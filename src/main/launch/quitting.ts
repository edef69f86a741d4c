import { app, type BrowserWindow } from 'electron'
import { toFailure } from '#core/diagnostics/log-event.ts'
import type { Log } from '#core/ports.ts'
import type { Runtime } from '../runtime.ts'
import { takeSignals } from './signals.ts'

/** Quitting takes no longer than this, whatever hangs (design 11: exit within 5 s). */
const QUIT_LIMIT_MS = 4_000

/**
 * Every way to quit ends the sessions first. Who quits by hand is asked while messages are being
 * sent (P15); a signal never asks.
 * @returns what a new window needs
 */
export function quitWith(runtime: Runtime, log: Log): (window: BrowserWindow) => void {
  let quitting = false
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
    if (!runtime.holdQuit()) quit()
  })
  return (window) =>
    window.on('close', (event) => {
      if (!quitting && runtime.holdQuit()) event.preventDefault()
    })
}
