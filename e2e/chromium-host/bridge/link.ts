import { randomBytes } from 'node:crypto'
import type { ProtocolSession } from '../chromium/protocol.ts'
import type { HostMessage, PageMessage } from './renderer.ts'
import { isolatedWorldScript, mainWorldScript, type PreloadModule, type WorldNames } from './script.ts'

/** One loaded document's isolated world. */
export interface World {
  readonly contextId: number
  /** The document's URL as Chromium knows it. */
  readonly url: string
}

/** What {@link WorldLink} reports: a world's messages in the order in which the page sent them. */
export type WorldListener = (message: PageMessage, world: World) => void

const WORLD_NAME = 'Electron Isolated Context'

/** The channel between the host and the preload's isolated world, renewed with every document. */
export class WorldLink {
  readonly #session: ProtocolSession
  readonly #listener: WorldListener
  readonly #names: WorldNames
  #world: World | undefined
  #queue: HostMessage[] = []
  #scripts: string[] = []

  constructor(session: ProtocolSession, listener: WorldListener) {
    this.#session = session
    this.#listener = listener
    const secret = randomBytes(12).toString('hex')
    this.#names = { secret: `h${secret}`, binding: `b${secret}`, receiver: `r${secret}` }
    session.events.on('Runtime.bindingCalled', (event) => {
      if (event.name === this.#names.binding) this.#take(event.payload, event.executionContextId)
    })
  }

  /** The world of the document now shown, if it has a preload. */
  get world(): World | undefined {
    return this.#world
  }

  /** Has this preload, and no other, run in every document loaded from now on. */
  async install(preload: PreloadModule): Promise<void> {
    const old = this.#scripts
    this.#scripts = []
    await Promise.all(
      old.map((identifier) => this.#session.send('Page.removeScriptToEvaluateOnNewDocument', { identifier })),
    )
    const { binding } = this.#names
    await this.#session.send('Runtime.addBinding', { name: binding, executionContextName: WORLD_NAME })
    const added = await Promise.all([
      this.#addScript({ source: mainWorldScript(this.#names) }),
      this.#addScript({ source: isolatedWorldScript(this.#names, preload), worldName: WORLD_NAME }),
    ])
    this.#scripts.push(...added)
  }

  /** Forgets the world; what the host says from now on is lost, as in a page that is gone. */
  forget(): void {
    this.#world = undefined
    this.#queue = []
  }

  /** Sends a message to the document now shown; those of one turn travel together. */
  post(message: HostMessage): void {
    const world = this.#world
    if (world === undefined) return
    this.#queue.push(message)
    if (this.#queue.length === 1) queueMicrotask(() => this.#flush(world))
  }

  async #addScript(script: { source: string; worldName?: string }): Promise<string> {
    const { identifier } = await this.#session.send('Page.addScriptToEvaluateOnNewDocument', script)
    return identifier
  }

  #flush(world: World): void {
    if (world !== this.#world) return
    const batch = this.#queue
    this.#queue = []
    this.#session
      .send('Runtime.callFunctionOn', {
        executionContextId: world.contextId,
        functionDeclaration: `function (text) { globalThis[${JSON.stringify(this.#names.receiver)}](JSON.parse(text)) }`,
        arguments: [{ value: JSON.stringify(batch) }],
        silent: true,
      })
      .catch(() => {
        if (this.#world === world) this.forget()
      })
  }

  #take(payload: string, contextId: number): void {
    const message: PageMessage = JSON.parse(payload)
    if (message.kind === 'hello') {
      this.forget()
      this.#world = { contextId, url: message.url }
    }
    const world = this.#world
    if (world?.contextId === contextId) this.#listener(message, world)
  }
}
