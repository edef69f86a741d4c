import { unreachable } from '#shared/unreachable.ts'
import type { Codec } from './codec.ts'
import type { Port } from './port.ts'

type Listener = (event: object, ...args: unknown[]) => void

/** What the isolated world is given from outside its own text. */
export interface RendererDeps {
  readonly codec: Codec
  readonly port: Port
  /** Sends one message (JSON text) to the host. */
  readonly post: (text: string) => void
  /** The real path of a file, asked of the debugger while the script stands still; '' when there is none. */
  readonly askPath: (file: File) => string
}

/** The modules a sandboxed preload finds under `electron`, and the receiver for the host's messages. */
export interface Renderer {
  readonly electron: {
    readonly ipcRenderer: object
    readonly contextBridge: object
    readonly webUtils: object
  }
  receive(batch: readonly HostMessage[]): void
}

/** Host to page. `args` and `value` are codec texts. */
export type HostMessage =
  | { readonly kind: 'event'; readonly channel: string; readonly args: string }
  | { readonly kind: 'reply'; readonly id: number; readonly value: string }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }

/** Page to host. */
export type PageMessage =
  | { readonly kind: 'hello'; readonly url: string }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'focus'; readonly focused: boolean }
  | { readonly kind: 'open'; readonly url: string; readonly target: string; readonly features: string }

/** Builds the preload's `electron` module. Self-contained: its source text runs in the isolated world. */
export function createRenderer({ codec, port, post, askPath }: RendererDeps): Renderer {
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>()
  const calls = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>()
  let nextCall = 1
  let standing = false
  let held: HostMessage[] = []

  const only = <T extends object>(name: string, members: T): T =>
    new Proxy(Object.freeze(members), {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key)
        throw new Error(`${name}.${key} is not part of the Chromium host`)
      },
    })

  const say = (message: PageMessage): void => post(JSON.stringify(message))

  const add = (channel: string, listener: Listener, once: boolean): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }])
    return ipcRenderer
  }
  const remove = (channel: string, listener: Listener): object => {
    const known = listeners.get(channel) ?? []
    const last = known.findLastIndex((entry) => entry.listener === listener)
    listeners.set(channel, last < 0 ? known : known.toSpliced(last, 1))
    return ipcRenderer
  }
  const emit = (channel: string, args: readonly unknown[]): void => {
    for (const entry of listeners.get(channel) ?? []) {
      if (entry.once) remove(channel, entry.listener)
      try {
        entry.listener({ sender: ipcRenderer, senderId: 0, ports: [] }, ...args)
      } catch (error) {
        reportError(error)
      }
    }
  }

  const ipcRenderer = only('ipcRenderer', {
    send: (channel: string, ...args: unknown[]): void => {
      say({ kind: 'send', channel, args: codec.encode(args) })
    },
    invoke: async (channel: string, ...args: unknown[]): Promise<unknown> => {
      const text = codec.encode(args)
      const id = nextCall++
      return await new Promise((resolve, reject) => {
        calls.set(id, { resolve, reject })
        say({ kind: 'invoke', id, channel, args: text })
      })
    },
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel: string): object => {
      listeners.delete(channel)
      return ipcRenderer
    },
  })

  const take = (id: number): { resolve(value: unknown): void; reject(reason: Error): void } | undefined => {
    const call = calls.get(id)
    calls.delete(id)
    return call
  }

  const receiveOne = (message: HostMessage): void => {
    switch (message.kind) {
      case 'event': {
        const args = codec.decode(message.args)
        emit(message.channel, Array.isArray(args) ? args : [])
        return
      }
      case 'reply':
        take(message.id)?.resolve(codec.decode(message.value))
        return
      case 'failure':
        take(message.id)?.reject(new Error(message.message))
        return
      default:
        unreachable(message)
    }
  }

  port.answer('open', (url, target, features) => {
    say({ kind: 'open', url: String(url), target: String(target), features: String(features) })
    return true
  })

  // Events do not reach other worlds while the debugger holds the script, so nothing is delivered meanwhile.
  const receive = (batch: readonly HostMessage[]): void => {
    if (standing) held.push(...batch)
    else batch.forEach(receiveOne)
  }
  const standStill = (file: File): string => {
    standing = true
    const path = askPath(file)
    standing = false
    const late = held
    held = []
    queueMicrotask(() => receive(late))
    return path
  }

  const openedBy = (event: MouseEvent): HTMLAnchorElement | undefined => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement)
    if (link === undefined || link.href === '' || link.hasAttribute('download')) return undefined
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1
    return elsewhere || link.target === '_blank' ? link : undefined
  }
  const onClick = (event: MouseEvent): void => {
    const link = event.defaultPrevented ? undefined : openedBy(event)
    if (link === undefined) return
    event.preventDefault()
    say({ kind: 'open', url: link.href, target: link.target, features: '' })
  }
  addEventListener('click', onClick)
  addEventListener('auxclick', onClick)
  addEventListener('focus', () => say({ kind: 'focus', focused: true }))
  addEventListener('blur', () => say({ kind: 'focus', focused: false }))

  return {
    electron: only('electron', {
      ipcRenderer,
      contextBridge: only('contextBridge', {
        exposeInMainWorld: (key: string, api: unknown): void => {
          port.ask('expose', key, api)
        },
      }),
      webUtils: only('webUtils', {
        getPathForFile: (file: unknown): string => {
          if (!(file instanceof File)) {
            throw new TypeError('getPathForFile expected to receive a File object but one was not provided')
          }
          return standStill(file)
        },
      }),
    }),
    receive,
  }
}
