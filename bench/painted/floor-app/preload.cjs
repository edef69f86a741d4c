const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('floor', {
  subscribe: (listener) => {
    ipcRenderer.on('message', (_event, text) => listener(text))
  },
  loaded: () => ipcRenderer.send('loaded'),
})
