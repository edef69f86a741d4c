import type { Bridge } from '#shared/bridge.ts'

declare global {
  interface Window {
    /** Exposed by the preload script before any script of the page runs. */
    readonly linkboard: Bridge
  }
}
