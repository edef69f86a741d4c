import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, CHANGES_CHANNEL, REQUEST_CHANNEL } from '#shared/bridge.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { stageFiles } from './stage-files.ts'

/** One channel each carries requests, changes and files, so this file does not change when the contract grows. */
const bridge: Bridge = {
  request: (name, input) => ipcRenderer.invoke(REQUEST_CHANNEL, name, input),
  subscribe: (listener) => {
    const forward = (_event: unknown, batch: ChangeBatch) => listener(batch)
    ipcRenderer.on(CHANGES_CHANNEL, forward)
    return () => ipcRenderer.off(CHANGES_CHANNEL, forward)
  },
  stageFiles,
}

contextBridge.exposeInMainWorld('linkboard', bridge)
