import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron'
import type { Desktop, NoticeListener, ShownNotice, ShownTray, TrayLine } from '#core/notify/ports.ts'

/** What is needed of one of Electron's notifications. */
export interface SystemNotification {
  on(event: 'click' | 'close', listener: () => void): unknown
  on(event: 'reply', listener: (event: unknown, reply: string) => void): unknown
  show(): void
  close(): void
}

/** What is needed of Electron's tray icon. */
export interface SystemTray {
  on(event: 'click', listener: () => void): unknown
  setImage(image: string): void
  setToolTip(words: string): void
  setMenu(lines: MenuItemConstructorOptions[]): void
}

/** What is needed of the window. */
export interface DesktopWindow {
  isFocused(): boolean
  flashFrame(on: boolean): void
  /** @param picture a file; null takes the picture away */
  setOverlay(picture: string | null, words: string): void
}

/** The system, as far as it shows something of the app outside its window. */
export interface DesktopSystem {
  platform: string
  createNotification(options: NotificationConstructorOptions): SystemNotification
  /** @throws where there is no tray */
  createTray(image: string): SystemTray
  window(): DesktopWindow | null
  setBadgeCount(count: number): void
  raise(): void
  quit(): void
  /** A file of the app's own pictures. */
  picture(name: string): string
}

/** From here on the number on the taskbar's button only says that there are many. */
const MANY = 10
/** What the icon in the tray says where there is nothing to say. */
const APP_NAME = 'Linkboard'

/** Gives the product the system's notifications, badge, tray and taskbar. */
export function createDesktop(system: DesktopSystem): Desktop {
  const shown = new Map<string, SystemNotification>()
  const tray = new TrayIcon(system)

  function close(key: string): void {
    const notification = shown.get(key)
    shown.delete(key)
    notification?.close()
  }

  function show(notice: ShownNotice, listener: NoticeListener): void {
    close(notice.key)
    const notification = system.createNotification(optionsOf(notice, system.platform))
    shown.set(notice.key, notification)
    // one that was replaced says later that it was closed, which is no news
    const isCurrent = () => shown.get(notice.key) === notification
    notification.on('click', () => {
      // some systems keep what was clicked, and a lock takes only what is known here off the screen
      if (isCurrent()) close(notice.key)
      listener.clicked()
    })
    // what somebody wrote counts, whatever came while they wrote it
    notification.on('reply', (_event, reply) => listener.replied(reply))
    notification.on('close', () => {
      if (!isCurrent()) return
      shown.delete(notice.key)
      listener.closed()
    })
    notification.show()
  }

  function setBadge(count: number, words: string): void {
    if (system.platform !== 'win32') {
      system.setBadgeCount(count)
      return
    }
    const name = count < MANY ? String(count) : 'many'
    const picture = count === 0 ? null : system.picture(`badge-${name}.png`)
    system.window()?.setOverlay(picture, count === 0 ? '' : words)
  }

  return {
    show,
    close,
    setBadge,
    setTray: (state, chosen) => tray.set(state, chosen),
    flash() {
      const window = system.window()
      // a bouncing icon in the Dock is louder than any notification
      if (system.platform !== 'darwin' && window?.isFocused() === false) window.flashFrame(true)
    },
    raise: () => system.raise(),
    quit: () => system.quit(),
    clear() {
      for (const key of [...shown.keys()]) close(key)
      setBadge(0, '')
      tray.rest()
    },
  }
}

function optionsOf(notice: ShownNotice, platform: string): NotificationConstructorOptions {
  const { title, body, group, replyPlaceholder } = notice
  return {
    title,
    // Linux desktops may take a body for markup, and a message is none (P12)
    body: platform === 'linux' ? body.replaceAll('<', '‹') : body,
    groupId: group,
    ...(replyPlaceholder === null ? {} : { hasReply: true, replyPlaceholder }),
  }
}

/** The icon in the tray, made with the first state that it shows. */
class TrayIcon {
  readonly #system: DesktopSystem
  #tray: SystemTray | null = null
  #lines: readonly TrayLine[] = []

  constructor(system: DesktopSystem) {
    this.#system = system
  }

  set(state: ShownTray, chosen: (line: TrayLine) => void): void {
    const image = this.#system.picture(state.isCalling ? 'tray-calling.png' : 'tray.png')
    const tray = this.#tray ?? this.#create(image)
    this.#lines = state.lines
    if (tray === null) return
    tray.setImage(image)
    tray.setToolTip(state.tooltip)
    tray.setMenu(
      state.lines.map((line) =>
        line.kind === 'separator' ? { type: 'separator' } : { label: line.label, click: () => chosen(line) },
      ),
    )
  }

  /** Between two products, and while a database is repaired, it leads back to a hidden window and out of the app. */
  rest(): void {
    const tray = this.#tray
    if (tray === null) return
    tray.setImage(this.#system.picture('tray.png'))
    tray.setToolTip(APP_NAME)
    tray.setMenu(
      this.#lines.flatMap(({ kind, ...line }) => {
        if (kind !== 'show' && kind !== 'quit') return []
        const label = 'label' in line ? line.label : ''
        return [{ label, click: () => (kind === 'quit' ? this.#system.quit() : this.#system.raise()) }]
      }),
    )
  }

  /** Where there is no tray, the app does without. */
  #create(image: string): SystemTray | null {
    try {
      this.#tray = this.#system.createTray(image)
      // on macOS a click opens the menu
      if (this.#system.platform !== 'darwin') this.#tray.on('click', () => this.#system.raise())
    } catch {
      this.#tray = null
    }
    return this.#tray
  }
}
