import type { Settings } from '#shared/model/settings.ts'

/** Where keys work: everywhere, in a list of conversations, in a conversation, on one of its messages, or while one is written. */
export type ShortcutPlace = 'anywhere' | 'list' | 'conversation' | 'message' | 'writing'

interface Shortcut {
  place: ShortcutPlace
  /**
   * One or several combinations that do the same, like `Mod+Shift+F`. `Mod` is Ctrl, or Cmd on a Mac. Names of
   * keys are those of `KeyboardEvent.key`; a range of digits stands as `1–9`.
   */
  keys: readonly string[]
}

/** Every key that means something, once: for the sheet of all keys, menus, the palette and who listens. */
export const SHORTCUTS = {
  palette: { place: 'anywhere', keys: ['Mod+K'] },
  'new-message': { place: 'anywhere', keys: ['Mod+N'] },
  account: { place: 'anywhere', keys: ['Mod+1–9'] },
  search: { place: 'anywhere', keys: ['Mod+Shift+F'] },
  undo: { place: 'anywhere', keys: ['Mod+Z'] },
  lock: { place: 'anywhere', keys: ['Mod+L'] },
  shortcuts: { place: 'anywhere', keys: ['?'] },
  step: { place: 'list', keys: ['J', 'K', 'ArrowDown', 'ArrowUp'] },
  'next-waiting': { place: 'list', keys: ['N'] },
  open: { place: 'list', keys: ['Enter'] },
  done: { place: 'list', keys: ['E'] },
  snooze: { place: 'list', keys: ['S'] },
  'mark-unread': { place: 'list', keys: ['U'] },
  select: { place: 'list', keys: ['X'] },
  extend: { place: 'list', keys: ['Shift+J', 'Shift+K', 'Shift+ArrowDown', 'Shift+ArrowUp'] },
  'select-all': { place: 'list', keys: ['Mod+A'] },
  find: { place: 'conversation', keys: ['Mod+F'] },
  contact: { place: 'conversation', keys: ['Mod+I'] },
  'first-unread': { place: 'conversation', keys: ['Mod+J'] },
  leave: { place: 'conversation', keys: ['Escape'] },
  'message-step': { place: 'message', keys: ['ArrowDown', 'ArrowUp'] },
  'message-open': { place: 'message', keys: ['Enter'] },
  'message-menu': { place: 'message', keys: ['Shift+F10', 'ContextMenu'] },
  'message-quote': { place: 'message', keys: ['Q'] },
  'message-draft': { place: 'message', keys: ['D'] },
  'message-copy': { place: 'message', keys: ['Mod+C'] },
  'message-save': { place: 'message', keys: ['Mod+S'] },
  'message-forward': { place: 'message', keys: ['F'] },
  'message-details': { place: 'message', keys: ['I'] },
  send: { place: 'writing', keys: ['Enter'] },
  'line-break': { place: 'writing', keys: ['Shift+Enter'] },
  'quick-replies': { place: 'writing', keys: ['/'] },
  'to-messages': { place: 'writing', keys: ['ArrowUp'] },
} as const satisfies Readonly<Record<string, Shortcut>>

export type ShortcutId = keyof typeof SHORTCUTS

/** The keys of a shortcut, as the operator has set what sends. */
export function keysOf(id: ShortcutId, { sendKey }: Pick<Settings, 'sendKey'>): readonly string[] {
  if (sendKey === 'mod-enter' && id === 'send') return ['Mod+Enter']
  if (sendKey === 'mod-enter' && id === 'line-break') return ['Enter', ...SHORTCUTS[id].keys]
  return SHORTCUTS[id].keys
}

/** The order in which places are read. */
export const SHORTCUT_PLACES: readonly ShortcutPlace[] = [
  'anywhere',
  'list',
  'conversation',
  'message',
  'writing',
]

/** The shortcuts of a place, in the order of the table. */
export function shortcutsOf(place: ShortcutPlace): ShortcutId[] {
  const all = Object.entries(SHORTCUTS) as [ShortcutId, Shortcut][]
  return all.flatMap(([id, shortcut]) => (shortcut.place === place ? [id] : []))
}

/** Whether an event is a shortcut with Ctrl or Cmd, or with neither as the table says. Alt is in none of them. */
export function isShortcut(event: KeyboardEvent, id: ShortcutId): boolean {
  return SHORTCUTS[id].keys.some((keys) => isCombination(event, keys))
}

function isCombination(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  if (event.altKey || (event.ctrlKey || event.metaKey) !== parts.includes('Mod')) return false
  // A sign such as ? is typed with Shift on most keyboards, so only what has two cases says whether it wants it.
  const hasCase = key.length > 1 || key.toLowerCase() !== key.toUpperCase()
  if (hasCase && event.shiftKey !== parts.includes('Shift')) return false
  return event.key.toLowerCase() === key.toLowerCase()
}
