/** The signals that end the app: asked to end, Ctrl+C, and a terminal that is gone. */
const ENDING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** The part of `process` that hears signals. */
export interface SignalSource {
  on(signal: (typeof ENDING)[number], listener: () => void): unknown
  removeAllListeners(signal: (typeof ENDING)[number]): unknown
}

/**
 * Makes `quit` the only answer to every signal that ends the app.
 *
 * Node asks the system for a signal when its first listener comes and not again for later ones. A library
 * that listens while main loads is first; Electron then asks for the same signals itself, and whoever listens
 * after that hears nothing. So all listeners go before ours comes, which makes Node ask anew.
 */
export function takeSignals(source: SignalSource, quit: () => void): void {
  for (const signal of ENDING) {
    source.removeAllListeners(signal)
    source.on(signal, quit)
  }
}
