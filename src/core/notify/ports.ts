import type { AccountId } from '#shared/model/ids.ts'

/** One notification as the system shows it. */
export interface ShownNotice {
  /** A later one with the same key takes its place. */
  key: string
  title: string
  body: string
  /** What the system may sort it by. */
  group: string
  /** Where the system can, it takes a reply; this stands in its empty field. Null: none is taken. */
  replyPlaceholder: string | null
}

/** What a person does with a notification. */
export interface NoticeListener {
  clicked(): void
  replied(text: string): void
  closed(): void
}

/** A line of the tray's menu. */
export type TrayLine =
  | { kind: 'unread' | 'closing' | 'needy' | 'nothing' | 'more' | 'show' | 'lock' | 'quit'; label: string }
  | { kind: 'account'; accountId: AccountId; label: string }
  | { kind: 'separator' }

/** The tray as it is shown. */
export interface ShownTray {
  tooltip: string
  /** The icon calls for the operator. */
  isCalling: boolean
  lines: readonly TrayLine[]
}

/** What the product does outside its window; Electron stands behind it. Nothing of it throws. */
export interface Desktop {
  show(notice: ShownNotice, listener: NoticeListener): void
  /** Takes a notification off the screen; the listener is not told. */
  close(key: string): void
  /** @param words say what the number is, for who cannot see it */
  setBadge(count: number, words: string): void
  setTray(tray: ShownTray, chosen: (line: TrayLine) => void): void
  /** The taskbar's button calls for the operator, until the window gets the focus. */
  flash(): void
  /** Brings the window to the front, also from the tray. */
  raise(): void
  quit(): void
  /**
   * The product ends, and another may follow: takes away what belongs to it. The icon in the tray stays, with the ways
   * back to the window and out of the app.
   */
  clear(): void
}
