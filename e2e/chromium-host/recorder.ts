/** What the app asked of the desktop; nothing of it leaves the process, host control reads it. */
export interface Recorded {
  readonly notifications: RecordedNotification[]
  readonly dialogs: RecordedDialog[]
  readonly shell: RecordedShellCall[]
  /** `isFlashing`: the window's button in the taskbar calls for attention. */
  badge: { count: number; overlay: string | null; isFlashing: boolean }
  tray: RecordedTray | null
  menus: unknown[]
  /** What keeps the computer awake. */
  readonly blockers: { id: number; type: string }[]
  loginItem: Record<string, unknown>
  /** Answers waiting for the next dialogs, oldest first. */
  readonly dialogAnswers: DialogAnswer[]
}

export interface RecordedNotification {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly silent: boolean
  /** It has a field for a reply; Electron shows one on macOS and Windows. */
  readonly hasReply: boolean
  readonly replyPlaceholder: string
  state: 'created' | 'shown' | 'closed'
  /** Clicks it, as a person would. */
  readonly click: () => void
  /** Writes a reply in it. */
  readonly reply: (text: string) => void
  /** Takes it off the screen, as a person would. */
  readonly dismiss: () => void
}

export type DialogKind = 'save' | 'open' | 'message' | 'error'

export interface RecordedDialog {
  readonly kind: DialogKind
  readonly options: unknown
  readonly answer: unknown
}

/** Fields of Electron's return values (`canceled`, `filePath`, `filePaths`, `response`, ...). */
export interface DialogAnswer {
  /** Only for a dialog of this kind; else for the next one of any kind. */
  readonly kind?: DialogKind
  readonly fields: Readonly<Record<string, unknown>>
}

export interface RecordedShellCall {
  readonly call: 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep' | 'startDrag'
  readonly target: string
}

export interface RecordedTray {
  tooltip: string
  title: string
  menu: unknown
  image: { width: number; height: number }
  readonly click: () => void
  readonly clickItem: (label: string) => boolean
}

export function createRecorded(): Recorded {
  return {
    notifications: [],
    dialogs: [],
    shell: [],
    badge: { count: 0, overlay: null, isFlashing: false },
    tray: null,
    menus: [],
    blockers: [],
    loginItem: { openAtLogin: false },
    dialogAnswers: [],
  }
}

/** Takes the answer meant for a dialog of this kind, if one is waiting. */
export function takeDialogAnswer(recorded: Recorded, kind: DialogKind): DialogAnswer['fields'] | undefined {
  const index = recorded.dialogAnswers.findIndex(
    (answer) => answer.kind === undefined || answer.kind === kind,
  )
  return index < 0 ? undefined : recorded.dialogAnswers.splice(index, 1)[0]?.fields
}
