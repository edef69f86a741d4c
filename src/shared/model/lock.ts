import type { Language, Settings } from './settings.ts'

/** How the window stands: no passphrase is set, everything is shown, or nothing is. */
export type LockState = 'off' | 'unlocked' | 'locked'

/** All that a locked window knows. Nothing in it is of anybody. */
export interface LockView extends Pick<Settings, 'theme'> {
  state: LockState
  language: Language
  /** So many milliseconds no passphrase is looked at. */
  waitMs: number
  /** Wrong passphrases in a row. */
  wrongTries: number
  /** By what the passphrase is known is damaged: none opens it, and the way out without it is the only one. */
  isDamaged: boolean
}

/** What came of a passphrase. `too-early`: it was not looked at. `waitMs`: no other one is looked at before. */
export type PassphraseCheck = { kind: 'right' } | { kind: 'wrong' | 'too-early'; waitMs: number }

/** So many wrong tries in a row it takes until history can be kept without the passphrase: some ten minutes of waiting. */
export const TRIES_TO_KEEP_HISTORY = 10
