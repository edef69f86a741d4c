import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { expect } from 'vitest'
import { createNodeHttp } from '#core/net/http.ts'
import { SELF_MADE } from '#core/net/testing.ts'
import type { AccountReason } from '#shared/model/account.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import type { ProxyCredentials, ProxySetting } from '#shared/model/proxy.ts'
import { parseProxyAddress } from '#shared/text/proxy-address.ts'
import { type ProxyOptions, startProxy, type TestProxy } from '#simulator/proxy-testing.ts'
import { AppHarness } from '#test/support/app-harness.ts'

/** The setting that leads through this proxy. */
export function manual({ address }: TestProxy): ProxySetting {
  const parsed = parseProxyAddress(address)
  if (!parsed.ok) throw new Error(parsed.problem)
  return { mode: 'manual', address: parsed.address }
}

/** One test's product, its server and its proxies; others go on beside it. */
export class ProxyScene {
  readonly harness: AppHarness
  /** From which ports of this computer the server was reached, since it was cleared. */
  readonly reachedFrom = new Set<number>()
  readonly #proxies: TestProxy[] = []
  readonly #serverPort: string
  // the channel carries the requests of every server of this process
  readonly #onRequest = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage }
    const { localPort, remotePort } = request.socket
    if (String(localPort) === this.#serverPort && remotePort !== undefined) this.reachedFrom.add(remotePort)
  }

  private constructor(harness: AppHarness) {
    this.harness = harness
    this.#serverPort = new URL(harness.simulator.url).port
    subscribe('http.server.request.start', this.#onRequest)
  }

  static async begin(): Promise<ProxyScene> {
    const createHttp = () => createNodeHttp({ certificates: () => [SELF_MADE.cert] })
    return new ProxyScene(await AppHarness.start({}, { createHttp }))
  }

  /** Leaves nothing behind. @throws when the server saw a violation of the protocol */
  async end(): Promise<void> {
    unsubscribe('http.server.request.start', this.#onRequest)
    const { violations } = this.harness.simulator.world.violations()
    await this.harness.end()
    for (const proxy of this.#proxies) await proxy.stop()
    expect(violations).toEqual([])
  }

  /** Starts a proxy that ends with the scene. */
  async start(options: ProxyOptions): Promise<TestProxy> {
    const proxy = await startProxy({ tls: SELF_MADE, ...options })
    this.#proxies.push(proxy)
    return proxy
  }

  set(setting: ProxySetting, credentials: ProxyCredentials | null = null) {
    return this.harness.request('proxy.set', { proxy: setting, credentials })
  }

  test(setting: ProxySetting, credentials: ProxyCredentials | null = null) {
    return this.harness.request('proxy.test', { proxy: setting, credentials })
  }

  /** The account's owner writes; what is said there is watched from now on. */
  async conversationOf(account: string): Promise<ConversationId> {
    const { harness } = this
    harness.simulator.world.inject({ account, text: 'hello' })
    const { conversations } = await harness.until((now) => now.conversations.some((one) => one.unread > 0))
    const conversation = conversations.find(({ unread }) => unread > 0)
    if (conversation === undefined) throw new Error('no conversation')
    await harness.request('app.watch', { conversationIds: [conversation.id] })
    return conversation.id
  }

  send(conversationId: ConversationId, text: string) {
    const requestId = crypto.randomUUID()
    return this.harness.request('outbox.sendText', { conversationId, requestId, text, force: false })
  }

  async sendFile(conversationId: ConversationId, bytes: Uint8Array): Promise<void> {
    const file = path.join(this.harness.folder, 'offer.bin')
    writeFileSync(file, bytes)
    const staged = await this.harness.app.stage({ kind: 'path', key: crypto.randomUUID(), path: file })
    if (staged?.ok !== true) throw new Error('not staged')
    await this.harness.request('outbox.sendFiles', {
      conversationId,
      requestId: crypto.randomUUID(),
      caption: '',
      files: [{ stagedId: staged.file.id, asFile: false }],
      force: false,
    })
  }

  untilMessages(conversationId: ConversationId, isSo: (all: Message[]) => boolean) {
    return this.harness.until(async () =>
      isSo((await this.harness.request('messages.page', { conversationId, limit: 50 })).messages),
    )
  }

  untilText(id: ConversationId, text: string) {
    return this.untilMessages(id, (all) => all.some(({ parts }) => JSON.stringify(parts).includes(text)))
  }

  untilReason(reason: AccountReason | null) {
    return this.harness.until(
      ({ accounts }) => accounts.length > 0 && accounts.every((one) => one.reason === reason),
    )
  }

  untilOnline() {
    return this.harness.until(
      ({ accounts }) => accounts.length > 0 && accounts.every(({ state }) => state === 'online'),
    )
  }

  /** From which ports the server was reached that are not the proxy's. */
  reachedAround(proxy: TestProxy): number[] {
    return [...this.reachedFrom].filter((port) => !proxy.outgoing.has(port))
  }

  /** Whatever reached the server since `reachedFrom` was cleared came out of the proxy. */
  expectNothingAround(proxy: TestProxy): void {
    expect(this.reachedFrom.size).toBeGreaterThan(0)
    expect(this.reachedAround(proxy)).toEqual([])
    const { host } = new URL(this.harness.simulator.url)
    expect([...new Set(proxy.targets)]).toEqual([host])
  }
}
