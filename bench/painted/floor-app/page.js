// As many rows as the window shows; older ones make room.
const ROWS = 20
const list = document.querySelector('#list')
globalThis.floor.subscribe((text) => {
  const row = document.createElement('li')
  row.textContent = text
  list.append(row)
  if (list.childElementCount > ROWS) list.firstElementChild.remove()
})
globalThis.floor.loaded()
