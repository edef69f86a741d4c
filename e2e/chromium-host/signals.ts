import type { EventEmitter } from 'node:events'

/** The signals that Electron quits on. */
const ENDING: ReadonlySet<unknown> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP'])

/**
 * Takes the signals that end an app, as Electron does once main has loaded: whoever listened before, or joins
 * listeners that were there, hears nothing, and `quit` is called instead. Only a first listener, after all the
 * others were removed, makes Node ask the system anew and hears the signal.
 */
export function takeOverSignals(source: EventEmitter, quit: () => void): void {
  const taken = new Set(ENDING)
  // without a listener the signal would end the process
  for (const signal of ENDING) source.on(String(signal), () => {})
  source.on('removeListener', (name: string | symbol) => {
    if (taken.has(name) && source.listenerCount(name) === 0) taken.delete(name)
  })
  const emit = source.emit.bind(source)
  source.emit = (name: string | symbol, ...values: unknown[]) => {
    if (!taken.has(name)) return emit(name, ...values)
    quit()
    return true
  }
}
