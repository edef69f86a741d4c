import { describe, expect, it } from 'vitest'
import { absent, NotPartOfHostError, strict } from './strict.ts'

describe('what the host does not have', () => {
  it('says so when a member is read, and leaves the others alone', () => {
    const dialog = strict('dialog', { showErrorBox: () => 'shown' })
    expect(dialog.showErrorBox()).toBe('shown')
    expect(() => Reflect.get(dialog, 'showCertificateTrustDialog')).toThrow(
      'dialog.showCertificateTrustDialog is not part of the Chromium host',
    )
    expect(String(dialog)).toBe('[object Object]')
  })

  it('keeps private fields and inheritance of a class working', () => {
    class Window {
      static {
        strict('Window', Window.prototype)
      }
      #title = 'x'
      title(): string {
        return this.#title
      }
    }
    class Sub extends Window {}
    expect(new Sub().title()).toBe('x')
    expect(() => Reflect.get(new Sub(), 'fly')).toThrow(NotPartOfHostError)
  })

  it('can be awaited and printed without complaint', async () => {
    const shell = strict('shell', {})
    expect(await shell).toBe(shell)
    expect(JSON.stringify(shell)).toBe('{}')
  })

  it('refuses a whole module on use, not on import', () => {
    const tray = absent('systemPreferences')
    expect(() => Reflect.get(tray, 'start')).toThrow('systemPreferences is not part of the Chromium host')
    expect(() => Reflect.construct(tray as new () => object, [])).toThrow(NotPartOfHostError)
  })
})
