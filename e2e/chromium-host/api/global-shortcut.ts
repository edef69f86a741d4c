import type { GlobalShortcut } from 'electron'
import { strict } from '../strict.ts'

/** `globalShortcut`: nobody presses keys outside this host, so it only remembers who holds them. */
export class HostGlobalShortcut
  implements Pick<GlobalShortcut, 'register' | 'unregister' | 'isRegistered' | 'unregisterAll'>
{
  static {
    strict('globalShortcut', HostGlobalShortcut.prototype)
  }

  readonly #held = new Map<string, () => void>()

  register(accelerator: string, callback: () => void): boolean {
    this.#held.set(accelerator, callback)
    return true
  }

  unregister(accelerator: string): void {
    this.#held.delete(accelerator)
  }

  isRegistered(accelerator: string): boolean {
    return this.#held.has(accelerator)
  }

  unregisterAll(): void {
    this.#held.clear()
  }
}
