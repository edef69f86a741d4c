import { EventEmitter } from 'node:events'
import type { Item, WebContents, WebFrameMain } from 'electron'
import { unreachable } from '#shared/unreachable.ts'
import { nodeBase64 } from '../base64.ts'
import { createCodec } from '../bridge/codec.ts'
import type { World } from '../bridge/link.ts'
import type { PageMessage } from '../bridge/renderer.ts'
import { fromChromium, originOf, toChromium } from '../chromium/origins.ts'
import type { PageHost, StageEvents } from '../chromium/page-host.ts'
import { NotPartOfHostError, strict } from '../strict.ts'
import { createEvent } from './event.ts'
import type { HostIpcEvent, HostIpcMain } from './ipc-main.ts'
import type { HostSession } from './session.ts'

type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** The part of a frame that a handler may look at. */
export type HostFrame = Pick<
  WebFrameMain,
  'url' | 'origin' | 'name' | 'routingId' | 'processId' | 'frameTreeNodeId' | 'detached' | 'send'
> & { readonly parent: null; readonly top: HostFrame }

export interface WebContentsDeps {
  readonly stage: PageHost
  readonly ipcMain: HostIpcMain
  readonly session: HostSession
  readonly schemes: ReadonlySet<string>
  /** The page tells of its real focus; matters only where there is a real window. */
  readonly onFocus: (focused: boolean) => void
  /** A file is dragged out of the window; there is no desktop to drop it on. */
  readonly onDrag: (file: string) => void
  /** What peer connections were allowed when Chromium was started; it takes nothing else later. */
  readonly webrtcPolicy: string
}

type Implemented =
  | 'id'
  | 'send'
  | 'getURL'
  | 'loadURL'
  | 'reload'
  | 'reloadIgnoringCache'
  | 'isDestroyed'
  | 'isCrashed'
  | 'isLoading'
  | 'setWindowOpenHandler'
  | 'getWebRTCIPHandlingPolicy'
  | 'setWebRTCIPHandlingPolicy'
  | 'getType'
  | 'startDrag'

/** `webContents` of the one window. */
export class HostWebContents extends EventEmitter implements Pick<WebContents, Implemented> {
  static {
    strict('webContents', HostWebContents.prototype)
  }

  readonly id = 1
  readonly session: HostSession
  readonly mainFrame: HostFrame
  readonly #deps: WebContentsDeps
  readonly #listening: (() => void)[] = []
  readonly #codec = createCodec(nodeBase64)
  #windowOpenHandler: WindowOpenHandler = () => ({ action: 'deny' })
  #own: string | undefined
  #state: 'idle' | 'loading' | 'crashed' | 'destroyed' = 'idle'

  constructor(deps: WebContentsDeps) {
    super()
    this.#deps = deps
    this.session = deps.session
    this.mainFrame = this.#createFrame()
    this.#listen('message', (message, world) => this.#take(message, world))
    this.#listen('navigated', (url) => this.emit('did-navigate', createEvent(), this.#app(url), 200, 'OK'))
    this.#listen('navigatedInPage', (url) => {
      this.emit('did-navigate-in-page', createEvent(), this.#app(url), true)
    })
    this.#listen('domReady', () => this.emit('dom-ready', createEvent()))
    this.#listen('loaded', () => this.#onLoaded())
    this.#listen('failed', (url, reason) => {
      this.emit('did-fail-load', createEvent(), -2, reason, this.#app(url), true)
    })
    this.#listen('crashed', () => this.gone('crashed'))
    this.#listen('windowOpened', (url, name) => this.#openWindow(url, name, ''))
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed')
    this.#deps.stage.link.post({ kind: 'event', channel, args: this.#codec.encode(args) })
  }

  getURL(): string {
    return this.#app(this.#deps.stage.url)
  }

  getType(): 'window' {
    return 'window'
  }

  async loadURL(url: string): Promise<void> {
    const shown = toChromium(url, this.#deps.schemes)
    this.#own = this.#app(shown)
    this.#state = 'loading'
    await this.#deps.stage.load(shown)
  }

  reload(): void {
    this.#reload(false)
  }

  reloadIgnoringCache(): void {
    this.#reload(true)
  }

  isDestroyed(): boolean {
    return this.#state === 'destroyed'
  }

  isCrashed(): boolean {
    return this.#state === 'crashed'
  }

  isLoading(): boolean {
    return this.#state === 'loading'
  }

  startDrag({ file }: Item): void {
    this.#deps.onDrag(file)
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler
  }

  getWebRTCIPHandlingPolicy(): string {
    return this.#deps.webrtcPolicy
  }

  /** @throws NotPartOfHostError for any other than Chromium was started with. */
  setWebRTCIPHandlingPolicy(policy: string): void {
    if (policy !== this.#deps.webrtcPolicy) throw new NotPartOfHostError(`another WebRTC policy, ${policy},`)
  }

  /** Whether the page may go to this URL: what the app loads itself and reloads pass, all else is asked. */
  mayNavigate(url: string): boolean {
    if (url === this.#own || url === this.getURL() || url === 'about:blank') return true
    const event = createEvent({ url, isSameDocument: false, isMainFrame: true, frame: this.mainFrame })
    this.emit('will-navigate', event, url, false, true, 0, 1)
    return !event.defaultPrevented
  }

  /** The page's process is gone. */
  gone(reason: 'crashed' | 'killed'): void {
    if (this.isDestroyed()) return
    this.#state = 'crashed'
    this.emit('render-process-gone', createEvent(), { reason, exitCode: 1 })
  }

  /** Ends this object's life; the stage lives on. */
  destroyed(): void {
    this.#state = 'destroyed'
    for (const stopListening of this.#listening) stopListening()
    this.#deps.stage.link.forget()
    this.emit('destroyed')
  }

  #listen<K extends keyof StageEvents>(name: K, listener: (...args: StageEvents[K]) => void): void {
    const { stage } = this.#deps
    const anyListener = (...args: unknown[]): void => listener(...(args as StageEvents[K]))
    stage.on<keyof StageEvents>(name, anyListener)
    this.#listening.push(() => stage.off<keyof StageEvents>(name, anyListener))
  }

  #reload(ignoreCache: boolean): void {
    this.#state = 'loading'
    // Fails only when Chromium is gone, which is reported on its own.
    this.#deps.stage.reload(ignoreCache).catch(() => undefined)
  }

  #onLoaded(): void {
    if (this.#state === 'destroyed') return
    this.#state = 'idle'
    this.emit('did-finish-load', createEvent())
    this.emit('did-stop-loading', createEvent())
  }

  #app(url: string): string {
    return fromChromium(url, this.#deps.schemes)
  }

  #take(message: PageMessage, world: World): void {
    switch (message.kind) {
      case 'hello':
        return
      case 'invoke':
        void this.#invoke(message.id, message.channel, message.args, world)
        return
      case 'send':
        this.#deps.ipcMain.deliver(this.#ipcEvent(), message.channel, this.#args(message.args))
        return
      case 'focus':
        this.#deps.onFocus(message.focused)
        return
      case 'open':
        this.#openWindow(message.url, message.target, message.features)
        return
      default:
        unreachable(message)
    }
  }

  async #invoke(id: number, channel: string, args: string, world: World): Promise<void> {
    const { ipcMain, stage } = this.#deps
    const reply = await ipcMain.answer(this.#ipcEvent(), channel, this.#args(args)).then(
      (value) => this.#reply(id, channel, value),
      (error: unknown) => failure(id, channel, error),
    )
    if (stage.link.world === world) stage.link.post(reply)
  }

  #reply(id: number, channel: string, value: unknown): ReturnType<typeof failure> {
    try {
      return { kind: 'reply', id, value: this.#codec.encode(value) }
    } catch (error) {
      return failure(id, channel, error)
    }
  }

  #args(text: string): readonly unknown[] {
    const args = this.#codec.decode(text)
    return Array.isArray(args) ? args : []
  }

  #ipcEvent(): HostIpcEvent {
    const event: HostIpcEvent = {
      ...createEvent(),
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: this.mainFrame.processId,
      ports: [],
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    }
    return strict('event', event)
  }

  #openWindow(url: string, frameName: string, features: string): void {
    const { action } = this.#windowOpenHandler({
      url: this.#app(url),
      frameName,
      features,
      disposition: 'foreground-tab',
      referrer: { url: '', policy: 'strict-origin-when-cross-origin' },
    })
    if (action === 'allow') process.stderr.write('a second window is not part of the Chromium host\n')
  }

  #createFrame(): HostFrame {
    const shownUrl = (): string => this.getURL()
    const shownOrigin = (): string => originOf(this.getURL(), this.#deps.schemes)
    const frame = {
      get url() {
        return shownUrl()
      },
      get origin() {
        return shownOrigin()
      },
      name: '',
      routingId: 1,
      processId: 1,
      frameTreeNodeId: 1,
      detached: false,
      parent: null,
      get top(): HostFrame {
        return frame
      },
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    } satisfies HostFrame
    return strict('webFrameMain', frame)
  }
}

function failure(
  id: number,
  channel: string,
  error: unknown,
): { kind: 'failure'; id: number; message: string } | { kind: 'reply'; id: number; value: string } {
  return { kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` }
}
