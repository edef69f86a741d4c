const { contextBridge, ipcRenderer, webUtils } = require('electron')

globalThis.onlyInPreload = true
const listeners = new Map()
let nextListener = 1

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
  pathOf: (file) => webUtils.getPathForFile(file),
  kindOf: (value) => Object.prototype.toString.call(value),
})
