import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { takeSignals } from './signals.ts'

/** Signals as Node and Electron share them: a name is armed by its first listener, and whoever armed last hears it. */
class SharedSignals {
  readonly #listeners = new EventEmitter()
  readonly #heardBy = new Map<string, 'node' | 'electron'>()
  electronHeard = 0

  on(signal: string, listener: () => void): void {
    if (this.#listeners.listenerCount(signal) === 0) this.#heardBy.set(signal, 'node')
    this.#listeners.on(signal, listener)
  }

  removeAllListeners(signal: string): void {
    this.#listeners.removeAllListeners(signal)
  }

  electronTakesOver(): void {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) this.#heardBy.set(signal, 'electron')
  }

  deliver(signal: string): void {
    if (this.#heardBy.get(signal) === 'node') this.#listeners.emit(signal)
    else this.electronHeard += 1
  }
}

describe('signals that end the app', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    '%s reaches us although a library listened while main loaded and Electron took over since',
    (signal) => {
      const signals = new SharedSignals()
      let library = 0
      let quits = 0
      signals.on(signal, () => {
        library += 1
      })
      signals.electronTakesOver()
      takeSignals(signals, () => {
        quits += 1
      })
      signals.deliver(signal)
      expect({ quits, library, electron: signals.electronHeard }).toEqual({
        quits: 1,
        library: 0,
        electron: 0,
      })
    },
  )

  it('reach us where nobody listened before', () => {
    const signals = new SharedSignals()
    signals.electronTakesOver()
    let quits = 0
    takeSignals(signals, () => {
      quits += 1
    })
    signals.deliver('SIGHUP')
    expect(quits).toBe(1)
  })
})
