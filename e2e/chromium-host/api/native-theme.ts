import { EventEmitter } from 'node:events'
import type { NativeTheme } from 'electron'
import { strict } from '../strict.ts'

type ThemeSource = NativeTheme['themeSource']

/** `nativeTheme`: the chosen theme reaches the page as `prefers-color-scheme`. */
export class HostNativeTheme
  extends EventEmitter
  implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>
{
  static {
    strict('nativeTheme', HostNativeTheme.prototype)
  }

  readonly #apply: (source: ThemeSource) => void
  #source: ThemeSource = 'system'

  constructor(apply: (source: ThemeSource) => void) {
    super()
    this.#apply = apply
  }

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    if (source === this.#source) return
    this.#source = source
    this.#apply(source)
    queueMicrotask(() => this.emit('updated'))
  }

  /** Of the system's own theme the host knows nothing: light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }

  get shouldUseHighContrastColors(): boolean {
    return false
  }

  get prefersReducedTransparency(): boolean {
    return false
  }
}
