/** Whether something stands in front of the screen and takes the keys. */
export function isModalOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}
