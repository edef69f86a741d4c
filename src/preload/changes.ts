import { ipcRenderer } from 'electron'
import { CHANGES_CHANNEL, type ChangesMessage } from '#shared/bridge.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'

type Listener = (batch: ChangeBatch) => void | Promise<void>

function say(message: ChangesMessage): void {
  ipcRenderer.send(CHANGES_CHANNEL, message)
}

/** Hands changes to the page and tells main when it has digested them; a listener that fails has digested too. */
export function createSubscribe(): (listener: Listener) => () => void {
  const listeners = new Set<Listener>()
  let isListening = false

  async function forward(_event: unknown, batch: ChangeBatch): Promise<void> {
    await Promise.allSettled([...listeners].map(async (listener) => await listener(batch)))
    say({ kind: 'digested', to: batch.to })
  }

  return (listener) => {
    listeners.add(listener)
    if (!isListening) {
      isListening = true
      ipcRenderer.on(CHANGES_CHANNEL, forward)
      say({ kind: 'listen' })
    }
    return () => listeners.delete(listener)
  }
}
