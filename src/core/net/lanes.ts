import type { Socket } from 'node:net'
import { Agent } from 'undici'
import type { HttpRequest } from '../ilink/ports.ts'
import type { Trust } from './certificates.ts'
import { createConnector } from './connector.ts'
import { createHalfClosableAgent } from './half-close.ts'
import { isSameWay, type Way } from './proxy/way.ts'

const CALL_CONNECTIONS_PER_ORIGIN = 64
const MEDIA_CONNECTIONS_PER_ORIGIN = 16
const IDLE_MS = 4_000
const IDLE_MARGIN_MS = 2_000
const IDLE_MAX_MS = 60_000

/** The pools of one way. */
export interface Lanes extends Readonly<Record<HttpRequest['lane'], Agent>> {
  readonly way: Way
  /** Aborts when nothing may leave this way any more. */
  readonly left: AbortSignal
}

interface OpenLanes {
  readonly lanes: Lanes
  readonly leave: AbortController
}

/** The pools of all ways in use, and of those left behind as long as they have connections. */
export class AllLanes {
  readonly #trust: () => Trust
  #open: OpenLanes[] = []
  /** All connections there are: a closed agent forgets its own. */
  readonly #sockets = new Set<Socket>()
  readonly #retired = new Map<Agent, { readonly leave: AbortController; readonly isTransfer: boolean }>()

  constructor(trust: () => Trust) {
    this.#trust = trust
  }

  of(way: Way): Lanes {
    const found = this.#open.find(({ lanes }) => isSameWay(lanes.way, way))
    if (found !== undefined) return found.lanes
    const opened = openLanes(way, this.#trust, (socket) => this.#keep(socket))
    this.#open.push(opened)
    return opened.lanes
  }

  /** New requests connect anew; those under way may finish on their old connections. */
  recycle(): void {
    const open = this.#open
    this.#open = []
    for (const { lanes, leave } of open) {
      this.#retire(lanes.poll, leave, false)
      this.#retire(lanes.call, leave, false)
      this.#retire(lanes.media, leave, true)
    }
  }

  /**
   * Nothing begins on the connections of before, idle ones are closed, and transfers are cut, for they can be made anew.
   * A poll of messages is given up by whoever made it, and a short call ends by itself.
   */
  leave(): void {
    this.recycle()
    for (const [agent, { leave, isTransfer }] of this.#retired) {
      leave.abort()
      void (isTransfer ? agent.destroy() : agent.close())
    }
    this.#retired.clear()
  }

  async close(): Promise<void> {
    this.recycle()
    const agents = [...this.#retired]
    for (const [, { leave }] of agents) leave.abort()
    await Promise.all(agents.map(([agent]) => agent.destroy()))
    for (const socket of this.#sockets) socket.destroy()
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /**
   * Keeps an agent until its last connection has ended, which it does by itself. A closed agent
   * forgets its connections and could not end a request under way any more.
   */
  #retire(agent: Agent, leave: AbortController, isTransfer: boolean): void {
    const forgetIfEmpty = () => {
      if (Object.keys(agent.stats).length === 0) this.#retired.delete(agent)
    }
    this.#retired.set(agent, { leave, isTransfer })
    agent.on('disconnect', forgetIfEmpty).on('connectionError', forgetIfEmpty)
    forgetIfEmpty()
  }
}

function openLanes(way: Way, trust: () => Trust, opened: (socket: Socket) => void): OpenLanes {
  const leave = new AbortController()
  const connect = createConnector(way, trust, leave.signal, opened)
  const common = {
    allowH2: false,
    // one request at a time on a connection; 0 would turn keep-alive off
    pipelining: 1,
    keepAliveTimeout: IDLE_MS,
    keepAliveTimeoutThreshold: IDLE_MARGIN_MS,
    keepAliveMaxTimeout: IDLE_MAX_MS,
  } as const
  const lanes = {
    way,
    left: leave.signal,
    poll: createHalfClosableAgent(common, connect),
    call: new Agent({ ...common, connect, connections: CALL_CONNECTIONS_PER_ORIGIN }),
    media: new Agent({ ...common, connect, connections: MEDIA_CONNECTIONS_PER_ORIGIN }),
  }
  return { lanes, leave }
}
