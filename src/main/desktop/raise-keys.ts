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

  /**
   * Takes what was chosen before, at the start and where a change could not be kept. Without them the app goes on and
   * says so.
   */
  restore(keys: KeyCombination | null): void {
    if (keys !== null && keys === this.#keys) return
    this.#release()
    this.#isTaken = keys !== null && !this.#register(keys)
    if (!this.#isTaken) this.#keys = keys
  }

  /** Takes others, or none. Those in force stay where others are not to be had. @throws AppError `keys-taken` */
  change(keys: KeyCombination | null): void {
    if (keys !== null && keys === this.#keys) return
    if (keys !== null && !this.#register(keys)) throw new AppError('keys-taken')
    this.#release()
    this.#keys = keys
    this.#isTaken = false
  }

  #register(keys: KeyCombination): boolean {
    return this.#system.register(acceleratorOf(keys), this.#raise)
  }

  #release(): void {
    if (this.#keys !== null) this.#system.unregister(acceleratorOf(this.#keys))
    this.#keys = null
  }
}

/** As Electron spells it. */
function acceleratorOf(keys: KeyCombination): string {
  return keys.replace('Mod', 'CommandOrControl')
}
