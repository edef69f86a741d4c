import { EventEmitter } from 'node:events'
import type { Tray } from 'electron'
import type { Recorded } from '../recorder.ts'
import { strict } from '../strict.ts'
import { createEvent } from './event.ts'
import type { HostMenu } from './menu.ts'
import type { HostNativeImage } from './native-image.ts'

type Implemented = 'setToolTip' | 'setTitle' | 'isDestroyed' | 'destroy'

/** The `Tray` class: recorded, and clicked through host control. */
export function createTrayClass(recorded: Recorded, imageOf: (source: unknown) => HostNativeImage): object {
  class HostTray extends EventEmitter implements Pick<Tray, Implemented> {
    static {
      strict('Tray', HostTray.prototype)
    }

    #menu: HostMenu | null = null

    constructor(image: unknown) {
      super()
      recorded.tray = {
        tooltip: '',
        title: '',
        menu: null,
        image: imageOf(image).getSize(),
        click: () => this.emit('click', createEvent()),
        clickItem: (label) => {
          const item = this.#menu?.find(label)
          item?.click()
          return item !== undefined
        },
      }
    }

    setToolTip(tooltip: string): void {
      if (recorded.tray !== null) recorded.tray.tooltip = tooltip
    }

    setTitle(title: string): void {
      if (recorded.tray !== null) recorded.tray.title = title
    }

    setImage(image: unknown): void {
      if (recorded.tray !== null) recorded.tray.image = imageOf(image).getSize()
    }

    setContextMenu(menu: HostMenu | null): void {
      this.#menu = menu
      if (recorded.tray !== null) recorded.tray.menu = menu?.outline() ?? null
    }

    popUpContextMenu(): void {
      recorded.menus.push(this.#menu?.outline() ?? [])
    }

    isDestroyed(): boolean {
      return recorded.tray === null
    }

    destroy(): void {
      recorded.tray = null
    }
  }
  return strict('Tray', HostTray)
}
