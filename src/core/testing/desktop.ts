import type { Desktop, NoticeListener, ShownNotice, ShownTray, TrayLine } from '#core/notify/ports.ts'

/** A desktop that keeps what it was given, and plays who sits before it. */
export class TestDesktop implements Desktop {
  /** Everything that was ever shown, oldest first. */
  readonly told: ShownNotice[] = []
  /** Keys of what is on the screen. */
  readonly onScreen = new Map<string, NoticeListener>()
  readonly done: ('raised' | 'flashed' | 'quit')[] = []
  badge = { count: 0, words: '' }
  tray: ShownTray | null = null
  #chosen: (line: TrayLine) => void = () => {}
  #awaited: { count: number; resolve: () => void } | null = null

  show(notice: ShownNotice, listener: NoticeListener): void {
    this.told.push(notice)
    this.onScreen.set(notice.key, listener)
    if (this.#awaited !== null && this.told.length >= this.#awaited.count) this.#awaited.resolve()
  }

  close(key: string): void {
    this.onScreen.delete(key)
  }

  setBadge(count: number, words: string): void {
    this.badge = { count, words }
  }

  setTray(tray: ShownTray, chosen: (line: TrayLine) => void): void {
    this.tray = tray
    this.#chosen = chosen
  }

  flash(): void {
    this.done.push('flashed')
  }

  raise(): void {
    this.done.push('raised')
  }

  quit(): void {
    this.done.push('quit')
  }

  clear(): void {
    this.onScreen.clear()
    this.tray = null
  }

  /** Resolves once so many notifications have been shown in all. */
  async until(count: number): Promise<void> {
    if (this.told.length >= count) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#awaited = { count, resolve }
    await promise
  }

  /** What the newest notification says. */
  get newest(): { title: string; body: string } | null {
    const notice = this.told.at(-1)
    return notice === undefined ? null : { title: notice.title, body: notice.body }
  }

  get titles(): string[] {
    return this.told.map(({ title }) => title)
  }

  /** The labels in the tray's menu. */
  get menu(): string[] {
    return this.tray?.lines.map((line) => (line.kind === 'separator' ? '-' : line.label)) ?? []
  }

  choose(label: string): void {
    const line = this.tray?.lines.find((one) => one.kind !== 'separator' && one.label === label)
    if (line === undefined) throw new Error(`no line ${label}`)
    this.#chosen(line)
  }
}
