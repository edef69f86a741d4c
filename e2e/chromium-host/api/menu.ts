import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import type { Recorded } from '../recorder.ts'
import { strict } from '../strict.ts'
import { createEvent } from './event.ts'

/** A menu as host control shows it. */
export interface MenuOutline {
  readonly label: string
  readonly type: string
  readonly enabled: boolean
  readonly checked: boolean
  readonly submenu?: readonly MenuOutline[]
}

/** One line of a menu. */
export class HostMenuItem {
  static {
    strict('MenuItem', HostMenuItem.prototype)
  }

  readonly id: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: unknown
  readonly submenu: HostMenu | undefined
  label: string
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #options: MenuItemConstructorOptions

  constructor(options: MenuItemConstructorOptions) {
    this.#options = options
    this.id = options.id ?? ''
    this.role = options.role
    this.accelerator = options.accelerator
    this.submenu = Array.isArray(options.submenu) ? HostMenu.buildFromTemplate(options.submenu) : undefined
    this.type = options.type ?? (this.submenu === undefined ? 'normal' : 'submenu')
    this.label = options.label ?? options.role ?? ''
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
  }

  /** Chooses the item, as a person would. */
  click(): void {
    if (this.type === 'checkbox') this.checked = !this.checked
    const listener = this.#options.click as ((...args: unknown[]) => void) | undefined
    listener?.(this, undefined, createEvent())
  }

  outline(): MenuOutline {
    return {
      label: this.label,
      type: this.type,
      enabled: this.enabled,
      checked: this.checked,
      ...(this.submenu === undefined ? {} : { submenu: this.submenu.outline() }),
    }
  }
}

/** A menu that nobody sees: kept for host control, which can choose from it. */
export class HostMenu extends EventEmitter {
  static {
    strict('Menu', HostMenu.prototype)
  }

  readonly items: HostMenuItem[] = []

  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | HostMenuItem)[]): HostMenu {
    const menu = new HostMenu()
    for (const entry of template) menu.append(entry instanceof HostMenuItem ? entry : new HostMenuItem(entry))
    return menu
  }

  append(item: HostMenuItem): void {
    this.items.push(item)
  }

  getMenuItemById(id: string): HostMenuItem | null {
    const nested = this.items.map((item) => (item.id === id ? item : item.submenu?.getMenuItemById(id)))
    return nested.find((item) => item !== undefined && item !== null) ?? null
  }

  /** The first usable item with this label, however deep. */
  find(label: string): HostMenuItem | undefined {
    for (const item of this.items) {
      const found = item.label === label && item.enabled ? item : item.submenu?.find(label)
      if (found !== undefined) return found
    }
    return undefined
  }

  closePopup(): void {}

  outline(): MenuOutline[] {
    return this.items.filter((item) => item.visible).map((item) => item.outline())
  }
}

/** The `Menu` class that the app sees. */
export function createMenuClass(recorded: Recorded): object {
  class MenuOfHost extends HostMenu {
    static #application: HostMenu | null = null

    static override buildFromTemplate(
      template: readonly (MenuItemConstructorOptions | HostMenuItem)[],
    ): MenuOfHost {
      const menu = new MenuOfHost()
      for (const entry of template)
        menu.append(entry instanceof HostMenuItem ? entry : new HostMenuItem(entry))
      return menu
    }

    static setApplicationMenu(menu: HostMenu | null): void {
      MenuOfHost.#application = menu
    }

    static getApplicationMenu(): HostMenu | null {
      return MenuOfHost.#application
    }

    popup(options: { callback?: () => void } = {}): void {
      recorded.menus.push(this.outline())
      options.callback?.()
    }
  }
  return strict('Menu', MenuOfHost)
}
