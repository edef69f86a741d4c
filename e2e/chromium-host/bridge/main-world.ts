import type { Port } from './port.ts'

/**
 * The host's part of the page's own world: receives what the preload exposes, and turns `window.open` into a
 * question to the host. Self-contained: runs as text, before any script of the page.
 */
export function installMainWorld(port: Port): void {
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) {
      return value
    }
    Object.freeze(value)
    Object.values(value).forEach(freeze)
    return value
  }

  port.answer('expose', (key, value) => {
    const name = String(key)
    if (Object.hasOwn(window, name)) {
      throw new Error('Cannot bind an API on top of an existing property on the window object')
    }
    Object.defineProperty(window, name, {
      value: freeze(value),
      configurable: false,
      enumerable: true,
      writable: false,
    })
    return true
  })

  const absolute = (url: string | URL | undefined): string => {
    if (url === undefined || url === '') return 'about:blank'
    return new URL(url, document.baseURI).href
  }
  window.open = (url?: string | URL, target?: string, features?: string): null => {
    port.ask('open', absolute(url), target ?? '', features ?? '')
    return null
  }
}
