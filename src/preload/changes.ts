import { type BatchMessage, CHANGES_CHANNEL, type ChangesMessage } from '#shared/bridge.ts'

type Listener = (batch: string) => void | Promise<void>

/** What is needed of the way to main; Electron's `ipcRenderer`. */
export interface ChangesPort {
  on(channel: string, listener: (event: unknown, batch: BatchMessage) => void): unknown
  send(channel: string, message: ChangesMessage): void
}

/** Hands changes to the page and tells main when it has digested them; a listener that fails has digested too. */
export function createSubscribe(port: ChangesPort): (listener: Listener) => () => void {
  const listeners = new Set<Listener>()
  const say = (message: ChangesMessage) => port.send(CHANGES_CHANNEL, message)
  let isListening = false

  async function forward(_event: unknown, { to, text }: BatchMessage): Promise<void> {
    await Promise.allSettled([...listeners].map(async (listener) => await listener(text)))
    say({ kind: 'digested', to })
  }

  return (listener) => {
    listeners.add(listener)
    if (!isListening) {
      isListening = true
      port.on(CHANGES_CHANNEL, forward)
      say({ kind: 'listen' })
    }
    return () => listeners.delete(listener)
  }
}
