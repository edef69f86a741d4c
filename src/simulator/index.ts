import type { Server } from 'node:http'
import type { StaleSpelling } from './args.ts'
import { Uploads } from './cdn/uploads.ts'
import { Checks } from './checks.ts'
import { createControlServer } from './control.ts'
import { Faults } from './faults.ts'
import { Inbound } from './inbound.ts'
import { RequestLog } from './log.ts'
import { Login } from './login.ts'
import type { Clock, Random, Timers } from './ports.ts'
import { seededRandom, systemClock, systemTimers, WorldClock } from './ports.ts'
import { QrBook } from './qr.ts'
import { Scanning } from './scanning.ts'
import { Sending } from './sending.ts'
import { createApiServer } from './server.ts'
import { State } from './state.ts'
import { Typing } from './typing.ts'
import { Updates } from './updates.ts'
import { World } from './world.ts'

export type {
  AddAccountArgs,
  CallName,
  FaultArgs,
  FaultKind,
  FaultOrder,
  InjectArgs,
  ItemForm,
} from './args.ts'
export type { Violation } from './checks.ts'
export { ControlError } from './errors.ts'
export type { Injected } from './inbound.ts'
export type { LogEntry } from './log.ts'
export type { Credentials, PhoneLine } from './model.ts'
export type { Clock, Random, Timers } from './ports.ts'
export { seededRandom } from './ports.ts'
export type { QrReport } from './qr.ts'
export type { Shown } from './sending.ts'
export type { PollEvent } from './updates.ts'
export type { AccountReport, PhoneReport } from './world.ts'
export { World } from './world.ts'

/** How a simulator is started; everything has a default. */
export interface SimulatorOptions {
  /** Base of the world's clock; `advance` adds to it. Default: the machine's. */
  readonly clock?: Clock
  /** Runs holds and delays. Default: the event loop's timers. */
  readonly timers?: Timers
  /** Source of ids, tokens and chance. Default: made from `seed`. */
  readonly random?: Random
  /** Default: another at every start. */
  readonly seed?: number
  /** Port of the iLink server on 127.0.0.1; default 0, any free one. */
  readonly port?: number
  /** Port of the control API on 127.0.0.1; default 0, any free one. */
  readonly controlPort?: number
  /** How long getupdates holds, ms; default 35,000. */
  readonly holdMs?: number
  /** How long get_qrcode_status holds, ms; default 30,000. */
  readonly statusHoldMs?: number
  /** How long a QR code lives without change, ms; default 120,000. */
  readonly qrLifetimeMs?: number
  /** Most messages in one getupdates answer; default 100. */
  readonly maxBatch?: number
  /** Spelling of a stale token unless an account has its own; default `rotating`. */
  readonly stale?: StaleSpelling
  /** Accounts withhold replies of clients that lack headers or base_info; default false. */
  readonly strict?: boolean
  /** How many requests the log keeps; default 10,000. */
  readonly logLimit?: number
}

/** A running iLink server with people behind it. */
export interface Simulator {
  /** `http://127.0.0.1:<port>`: the iLink server. */
  readonly url: string
  /** `<url>/c2c`: its CDN. */
  readonly cdnUrl: string
  /** `http://127.0.0.1:<port>`: the control API. */
  readonly control: string
  /** `localhost:<port>`: the second host name of the iLink server, used for redirects. */
  readonly redirectHost: string
  readonly world: World
  /** Runs the simulator's own delays; practice people use it too. */
  readonly timers: Timers
  /** Ends every connection and both listeners. */
  close(): Promise<void>
}

/** Starts a simulator on 127.0.0.1. Rejects when a port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const timers = options.timers ?? systemTimers
  const random = options.random ?? seededRandom(options.seed ?? Math.floor(Math.random() * 0xffff_ffff))
  const state = new State({
    clock: new WorldClock(options.clock ?? systemClock),
    timers,
    random,
    holdMs: options.holdMs ?? 35_000,
    statusHoldMs: options.statusHoldMs ?? 30_000,
    qrLifetimeMs: options.qrLifetimeMs ?? 120_000,
    maxBatch: options.maxBatch ?? 100,
    stale: options.stale ?? 'rotating',
    strict: options.strict ?? false,
  })
  const log = new RequestLog(options.logLimit ?? 10_000)
  const checks = new Checks(state)
  const faults = new Faults(random)
  const codes = new QrBook(state)
  const scanning = new Scanning(state, codes)
  const login = new Login(state, checks, faults, codes)
  const updates = new Updates(state, checks, faults)
  const uploads = new Uploads(state, checks, faults)
  const sending = new Sending(state, checks, faults, uploads)
  const typing = new Typing(state, checks, faults)
  const inbound = new Inbound(state, updates)
  const world = new World({ state, log, checks, faults, codes, scanning, sending, inbound, updates })
  const api = createApiServer({ state, log, checks, faults, login, updates, sending, typing, uploads })
  const control = createControlServer(world)
  const port = await listen(api, options.port ?? 0)
  state.url = `http://127.0.0.1:${port}`
  state.redirectHost = `localhost:${port}`
  const controlPort = await listen(control, options.controlPort ?? 0).catch(async (error: unknown) => {
    await end(api)
    throw error
  })
  return {
    url: state.url,
    cdnUrl: `${state.url}/c2c`,
    control: `http://127.0.0.1:${controlPort}`,
    redirectHost: state.redirectHost,
    world,
    timers,
    close: async () => {
      await Promise.all([end(api), end(control)])
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
