import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, REQUEST_CHANNEL } from '#shared/bridge.ts'
import { createSubscribe } from './changes.ts'
import { stageFiles } from './stage-files.ts'

/** One channel each carries requests, changes and files, so this file does not change when the contract grows. */
const bridge: Bridge = {
  request: (name, input) => ipcRenderer.invoke(REQUEST_CHANNEL, name, input),
  subscribe: createSubscribe(ipcRenderer),
  stageFiles,
}

contextBridge.exposeInMainWorld('linkboard', bridge)
