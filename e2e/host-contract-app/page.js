// Runs before the body is parsed: whatever it sees here was there before any script of the page.
globalThis.seenAtStart = {
  bridge: typeof globalThis.contract,
  leaks: ['require', 'process', 'module', 'ipcRenderer'].filter((name) => name in globalThis),
}
globalThis.focusLog = []
globalThis.dropped = []
globalThis.droppedFiles = []
addEventListener('focus', () => globalThis.focusLog.push('focus'))
addEventListener('blur', () => globalThis.focusLog.push('blur'))
addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  globalThis.droppedFiles = [...event.dataTransfer.files]
  globalThis.dropped = globalThis.droppedFiles.map((file) => ({
    name: file.name,
    path: globalThis.contract.pathOf(file),
  }))
})
addEventListener('DOMContentLoaded', () => {
  document.querySelector('#status').textContent = 'loaded'
  globalThis.contract?.loaded()
})
