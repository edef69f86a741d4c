/** What is on its way out, and stands there until it is drawn without itself, takes no keys any more. */
const standing = (roles: readonly string[]) =>
  roles.map((role) => `[role="${role}"]:not([data-closed])`).join(', ')

/** Selects the dialogs that stand in front of the screen. */
export const OPEN_DIALOGS = standing(['dialog', 'alertdialog'])
const IN_FRONT = standing(['dialog', 'alertdialog', 'menu'])

/** Whether something stands in front of the screen and takes the keys. */
export function isModalOpen(): boolean {
  return document.querySelector(IN_FRONT) !== null
}
