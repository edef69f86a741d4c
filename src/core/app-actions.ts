import type { AccountSummary } from '#shared/model/account.ts'
import type { KeyCombination } from '#shared/model/key-combination.ts'

/** What the host of the app does when a window asks for it. */
export interface AppActions {
  /** The first screen can be seen. */
  painted(): void
  /** The page has all that it shows and nothing to do. */
  settled(): void
  /** Has the system start the app when the operator signs in to it, or not. @throws AppError `file-unwritable` */
  setStartAtLogin(on: boolean): void
  /** Keys that bring the window to the front from anywhere, or none. @throws AppError `keys-taken` */
  setRaiseKeys(keys: KeyCombination | null): void
  /** Those that were chosen before a change that could not be kept; another program may have them by now, which is said. */
  restoreRaiseKeys(keys: KeyCombination | null): void
  openLink(url: string): Promise<void>
  startPractice(): Promise<void>
  leavePractice(): Promise<void>
  answerProtection(choice: 'store-anyway' | 'session-only'): void
  openLogFolder(): Promise<void>
  /** The licences of the software in the program. Rejects with AppError `not-found`. */
  licences(): Promise<string>
  /** Asks the operator where to, and writes; false when it was cancelled. Rejects when it cannot be written. */
  saveFile(suggestedName: string, content: Uint8Array): Promise<boolean>
  /**
   * Asks the operator where to, and writes what comes bit by bit; false when it was cancelled there. Nothing stands in
   * that place before everything is written, and what `content` throws is thrown on. Rejects when it cannot be written.
   */
  saveText(suggestedName: string, content: AsyncIterable<string>): Promise<boolean>
  /** Keeps the computer from falling asleep by itself, or lets it. */
  keepAwake(on: boolean): void
  /** The operator's answer to whether to quit while something is being sent (P15). */
  answerQuit(choice: 'quit' | 'keep-open'): void
  /** Asks the operator where to, and copies the file there; false when it was cancelled. Rejects when it cannot be written. */
  saveCopy(suggestedName: string, source: string): Promise<boolean>
  /** Asks in a dialog of its own, which no page can answer, whether to open what could run. */
  confirmOpening(name: string): Promise<boolean>
  /**
   * Asks in a dialog of its own, which no page and no program can answer, whether a program may have an account signed out;
   * aborted, it closes with a no.
   */
  confirmSignOut(
    question: { program: string; account: Pick<AccountSummary, 'alias' | 'number'> },
    signal: AbortSignal,
  ): Promise<boolean>
  /** Marks a copy as come from elsewhere, where the system knows such marks. Never rejects. */
  markOrigin(file: string): Promise<void>
  /** Opens a file in the system's program for it. Rejects with AppError `file-unopenable`. */
  openFile(file: string): Promise<void>
  showInFolder(file: string): void
  /** Has the window load its page anew: nothing stays of what it showed and knew. */
  forgetPages(): void
  /** Ends the product, deletes the profile with everything in it but how the window looks, and begins with an empty one. */
  startAfresh(): void
  /** Makes the drag that has just begun in the page carry this file. */
  startDrag(file: string): void
}
