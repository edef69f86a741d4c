/** What the app asked of the desktop; nothing of it leaves the process, host control reads it. */
export interface Recorded {
  readonly notifications: RecordedNotification[]
  readonly dialogs: RecordedDialog[]
  readonly shell: RecordedShellCall[]
  badge: { count: number; overlay: string | null }
  tray: RecordedTray | null
  menus: unknown[]
  loginItem: Record<string, unknown>
  /** Answers waiting for the next dialogs, oldest first. */
  readonly dialogAnswers: DialogAnswer[]
}

export interface RecordedNotification {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly silent: boolean
  state: 'created' | 'shown' | 'closed'
  /** Clicks it, as a person would. */
  readonly click: () => void
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
    badge: { count: 0, overlay: null },
    tray: null,
    menus: [],
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
