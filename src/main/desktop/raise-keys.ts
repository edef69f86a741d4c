import { AppError } from '#shared/errors.ts'
import type { KeyCombination } from '#shared/model/key-combination.ts'

/** What is needed of Electron's `globalShortcut`. */
export interface SystemShortcuts {
  /** @returns whether the keys are the app's now */
  register(accelerator: string, pressed: () => void): boolean
  unregister(accelerator: string): void
}

/** Keys that bring the window to the front, whatever program has them otherwise. */
export class RaiseKeys {
  readonly #system: SystemShortcuts
  readonly #raise: () => void
  #keys: KeyCombination | null = null
  #isTaken = false

  constructor(system: SystemShortcuts, raise: () => void) {
    this.#system = system
    this.#raise = raise
  }

  /** The keys that the operator chose do nothing here: another program has them. */
  get isTaken(): boolean {
    return this.#isTaken
  }

  /** At the start: takes what was chosen before. Without them the app goes on and says so. */
  begin(keys: KeyCombination | null): void {
    this.#isTaken = keys !== null && !this.#register(keys)
  }

  /** Takes others, or none. Those in force stay where others are not to be had. @throws AppError `keys-taken` */
  change(keys: KeyCombination | null): void {
    const former = this.#keys
    if (keys === former && keys !== null) return
    if (keys !== null && !this.#register(keys)) throw new AppError('keys-taken')
    if (former !== null) this.#system.unregister(acceleratorOf(former))
    this.#keys = keys
    this.#isTaken = false
  }

  #register(keys: KeyCombination): boolean {
    const isOurs = this.#system.register(acceleratorOf(keys), this.#raise)
    if (isOurs) this.#keys = keys
    return isOurs
  }
}

/** As Electron spells it. */
function acceleratorOf(keys: KeyCombination): string {
  return keys.replace('Mod', 'CommandOrControl')
}
