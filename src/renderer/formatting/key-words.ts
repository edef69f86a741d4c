const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Escape: 'esc' }
const OTHERS: Readonly<Record<string, string>> = { Mod: 'Ctrl', Escape: 'Esc' }
const ALIKE: Readonly<Record<string, string>> = {
  ContextMenu: 'Menu',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** The keys of a combination such as `Mod+Shift+F`, as they are printed on the keyboards of a platform (Node's name for it). */
export function keyWords(keys: string, platform: string): string[] {
  const printed = platform === 'darwin' ? MAC : OTHERS
  return keys.split('+').map((key) => printed[key] ?? ALIKE[key] ?? key)
}
