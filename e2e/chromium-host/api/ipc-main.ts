import { EventEmitter } from 'node:events'
import type { IpcMain, IpcMainEvent } from 'electron'
import { strict } from '../strict.ts'

/** What a handler or listener is told about a message: exactly these members, others throw. */
export type HostIpcEvent = Pick<
  IpcMainEvent,
  'frameId' | 'processId' | 'ports' | 'reply' | 'preventDefault' | 'defaultPrevented'
> & {
  readonly type: 'frame'
  readonly sender: object
  readonly senderFrame: object | null
}

type Handler = (event: HostIpcEvent, ...args: unknown[]) => unknown

/** `ipcMain`: handlers for `invoke`, listeners for `send`. */
export class HostIpcMain extends EventEmitter implements Pick<IpcMain, 'removeHandler'> {
  static {
    strict('ipcMain', HostIpcMain.prototype)
  }

  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** Runs the handler of a channel; rejects as Electron does when there is none. */
  async answer(event: HostIpcEvent, channel: string, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return await handler(event, ...args)
  }

  /** Hands a one-way message to its listeners. */
  deliver(event: HostIpcEvent, channel: string, args: readonly unknown[]): void {
    this.emit(channel, event, ...args)
  }
}
