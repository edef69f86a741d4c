import type { AppConnection } from '#core/app-surface.ts'
import { type BatchMessage, CHANGES_CHANNEL } from '#shared/bridge.ts'
import type { Result } from '#shared/errors.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'

/** What is needed of the contents in which pages are loaded, one after the other; Electron's `WebContents`. */
export interface PageContents {
  send(channel: string, batch: BatchMessage): void
  isDestroyed(): boolean
  once(event: 'destroyed', listener: () => void): unknown
}

/** The connection of one loaded page. */
class PageConnection {
  readonly #contents: PageContents
  readonly #connection: AppConnection
  /** Batches that are with the page, by their last change, until they are digested. */
  readonly #sent = new Map<number, () => void>()

  constructor(contents: PageContents, connection: AppConnection) {
    this.#contents = contents
    this.#connection = connection
  }

  request(name: unknown, input: unknown): Promise<Result<unknown>> {
    return this.#connection.request(name, input)
  }

  listen(): void {
    this.#connection.subscribe((batch) => this.#send(batch))
  }

  /** The page has digested the batch up to `to`; anything else it says is old or wrong. */
  digested(to: number): void {
    const digested = this.#sent.get(to)
    this.#sent.delete(to)
    digested?.()
  }

  close(): void {
    this.#connection.close()
  }

  #send(batch: ChangeBatch): Promise<void> {
    return new Promise((resolve) => {
      this.#sent.set(batch.to, resolve)
      if (this.#contents.isDestroyed()) return
      this.#contents.send(CHANGES_CHANNEL, { to: batch.to, text: JSON.stringify(batch) })
    })
  }
}

/** The connections of the pages that are loaded, one each. */
export class PageConnections {
  readonly #connect: () => AppConnection | null
  readonly #open = new Map<PageContents, PageConnection>()
  /** Contents whose page listens, also while there is nothing to hear. */
  readonly #listening = new WeakSet<PageContents>()
  /** Contents whose end will be noticed. */
  readonly #watched = new WeakSet<PageContents>()

  constructor(connect: () => AppConnection | null) {
    this.#connect = connect
  }

  /** The connection of the page that is loaded there; null while there is no product. */
  of(contents: PageContents): PageConnection | null {
    return this.#open.get(contents) ?? this.#begin(contents)
  }

  /** A page begins to listen: it knows nothing yet, whatever was loaded there before. */
  listen(contents: PageContents): void {
    this.#end(contents)
    this.#listening.add(contents)
    this.#begin(contents)
  }

  #begin(contents: PageContents): PageConnection | null {
    const connection = this.#connect()
    if (connection === null) return null
    const page = new PageConnection(contents, connection)
    this.#open.set(contents, page)
    if (!this.#watched.has(contents)) contents.once('destroyed', () => this.#end(contents))
    this.#watched.add(contents)
    if (this.#listening.has(contents)) page.listen()
    return page
  }

  #end(contents: PageContents): void {
    this.#open.get(contents)?.close()
    this.#open.delete(contents)
  }
}
