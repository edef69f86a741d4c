import { powerSaveBlocker } from 'electron'

/** Keeps the computer from falling asleep by itself, or lets it; the screen may go dark in either case. */
export function createKeepAwake(): (on: boolean) => void {
  let blocker: number | null = null
  return (on) => {
    if (on && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension')
    if (!on && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  }
}
