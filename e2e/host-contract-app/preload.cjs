const { contextBridge, ipcRenderer, webUtils } = require('electron')

globalThis.onlyInPreload = true
const listeners = new Map()
let nextListener = 1

/** The path of a file, or what main says of its bytes. */
async function take(file) {
  const path = webUtils.getPathForFile(file)
  if (path !== '') return path
  return await ipcRenderer.invoke('request', 'describe', new Uint8Array(await file.arrayBuffer()))
}

contextBridge.exposeInMainWorld('contract', {
  version: 1,
  when: new Date(0),
  nested: { list: [1, { deep: true }] },
  request: (name, ...args) => ipcRenderer.invoke('request', name, ...args),
  unknown: () => ipcRenderer.invoke('nobody-listens'),
  post: (...args) => ipcRenderer.send('post', ...args),
  loaded: () => ipcRenderer.send('loaded'),
  add: (a, b) => a + b,
  later: async (value) => ({ value, again: () => value }),
  fail: () => {
    throw new TypeError('failed on purpose')
  },
  failLater: async () => {
    throw new RangeError('failed later')
  },
  call: (callback, ...args) => callback(...args),
  callLater: async (callback, ...args) => await callback(...args),
  subscribe: (channel, callback) => {
    const listener = (_event, ...args) => callback(...args)
    const id = nextListener++
    listeners.set(id, [channel, listener])
    ipcRenderer.on(channel, listener)
    return () => {
      listeners.delete(id)
      ipcRenderer.off(channel, listener)
    }
  },
  stage: (files, tell) => {
    let calledOff = false
    const takeAll = async () => {
      for (const [index, file] of files.entries()) tell(index, calledOff ? 'cancelled' : await take(file))
      return 'done'
    }
    return {
      done: takeAll(),
      cancel: () => {
        calledOff = true
      },
    }
  },
  pathOf: (file) => webUtils.getPathForFile(file),
  kindOf: (value) => Object.prototype.toString.call(value),
})
