import type { AppActions } from '#core/app-actions.ts'
import type { VoiceDecoder } from '#core/media/ports.ts'
import type { Desktop } from '#core/notify/ports.ts'
import type { AppInfo } from '#shared/model/app-info.ts'

/** What a host without windows does when asked: nothing. */
export const NO_ACTIONS: AppActions = {
  painted: () => {},
  settled: () => {},
  setStartAtLogin: () => {},
  setRaiseKeys: () => {},
  restoreRaiseKeys: () => {},
  openLink: async () => {},
  startPractice: async () => {},
  leavePractice: async () => {},
  answerProtection: () => {},
  openLogFolder: async () => {},
  licences: async () => '',
  saveFile: async () => false,
  saveText: async () => false,
  keepAwake() {},
  answerQuit: () => {},
  saveCopy: async () => false,
  confirmOpening: async () => false,
  confirmSignOut: async () => false,
  markOrigin: async () => {},
  openFile: async () => {},
  showInFolder: () => {},
  forgetPages: () => {},
  startAfresh: () => {},
  startDrag: () => {},
}

/** The facts of an app that runs without a window, on whatever system. */
export const PLAIN_INFO: AppInfo = {
  version: '0.0.0',
  host: 'chromium',
  platform: process.platform,
  systemLanguage: 'en',
  clockOffsetMs: 0,
  practice: 'unavailable-override',
  protection: 'strong',
  notices: [],
  quitAsked: null,
  startsAtLogin: null,
  raiseKeysTaken: false,
  hasTray: false,
  lock: 'off',
}

/** A desktop on which nothing is ever shown. */
export const NO_DESKTOP: Desktop = {
  show() {},
  close() {},
  setBadge() {},
  setTray() {},
  flash() {},
  raise() {},
  quit() {},
  clear() {},
}

/** Plays nothing. */
export const NO_VOICES: VoiceDecoder = {
  decode: () => Promise.reject(new Error('nothing decodes voices here')),
}
