import { setTimeout as pause } from 'node:timers/promises'
import { type Credentials, seededRandom, startSimulator } from '#simulator/index.ts'
import { ownArgument, serve } from './channel.ts'
import { type Expected, ExpectedDeliveries, type InFlight } from './expected-deliveries.ts'
import { chooseFault, type FaultTarget } from './faults.ts'
import { People } from './people.ts'

/** How the simulated WeChat of a soak behaves. */
export interface ServerArgument {
  seed: number
  accounts: number
  messagesPerSecond: number
  faultsPerSecond: number
}

/** Somebody with two bots that get the same messages: one for the product, one for the bare receiver. */
export interface SoakAccount extends FaultTarget {
  credentials: Credentials
  twin: string
  twinCredentials: Credentials
}

/** What the server knows at the end. */
export interface ServerAccount {
  expected: Record<string, Expected>
  inFlight: InFlight[]
  /** What bots wrote, as it stands on phones, by account. */
  phones: Record<string, string[]>
  polls: number
  /** Rules the product broke, each with how often. */
  violations: Record<string, number>
}

export type ServerCalls = {
  open: { input: null; output: { apiUrl: string; cdnUrl: string; accounts: SoakAccount[] } }
  /** People begin to write and faults to strike. */
  begin: { input: null; output: null }
  /** Kills these processes with −9 at a moment like this: anywhere, as an answer or as a send goes out. */
  killAt: { input: { pids: number[]; moment: KillMoment; afterMs: number }; output: null }
  /** The killed processes are gone. */
  recordKill: { input: number; output: null }
  bindElsewhere: { input: string; output: null }
  /** The owner scans or confirms a code; false when it is not in the right state. */
  scan: { input: { account: string; qrcode: string }; output: boolean }
  confirm: { input: { qrcode: string }; output: boolean }
  /** No more messages and no more faults. */
  calm: { input: null; output: null }
  /** One last message to everybody. */
  writeLast: { input: null; output: null }
  isSettled: { input: null; output: boolean }
  account: { input: null; output: ServerAccount }
}

export type KillMoment = 'any' | 'answer' | 'send'

const HOLD_MS = 4_000
/** Long enough for a request that a killed process had written to be read. */
const LAST_REQUESTS_MS = 50
/** A moment that does not come is not waited for longer. */
const MOMENT_PATIENCE_MS = 2_000

const argument = ownArgument<ServerArgument>()
const random = seededRandom(argument.seed)
const simulator = await startSimulator({
  seed: argument.seed,
  holdMs: HOLD_MS,
  statusHoldMs: 2_000,
  logLimit: 200,
})
const { world } = simulator
const expectedDeliveries = new ExpectedDeliveries()
const phones: Record<string, string[]> = {}
const violations: Record<string, number> = {}
let polls = 0

function open(): SoakAccount[] {
  return Array.from({ length: argument.accounts }, (_, index) => {
    const account = `account-${index + 1}`
    const twin = `twin-${index + 1}`
    const ackMode = index % 2 === 0 ? 'acknowledged' : 'answered'
    const people = [{ name: 'friend' }, { name: 'customer' }]
    const settings = { bound: true, ackMode, people } as const
    const bound = (name: string) => world.addAccount({ account: name, ...settings }).bound
    const [credentials, twinCredentials] = [bound(account), bound(twin)]
    if (credentials === undefined || twinCredentials === undefined) throw new Error('nothing was bound')
    phones[account] = []
    const copies = index % 4 < 2 ? 'newId' : 'noId'
    return { account, ackMode, copies, credentials, twin, twinCredentials }
  })
}

const accounts = open()
const people = new People(world, random, expectedDeliveries, {
  pairs: accounts,
  perSecond: argument.messagesPerSecond,
})
let stopPeople = (): void => {}
let stopFaults = (): void => {}

function injectFault(): void {
  countViolations()
  const target = accounts[random.below(accounts.length)]
  if (target === undefined) return
  const fault = chooseFault(random, target)
  world.fault(fault)
  if (fault.call === 'getupdates') world.fault({ ...fault, account: target.twin })
}

world.onPoll((event) => {
  expectedDeliveries.note(event)
  if (event.kind === 'polled') polls += 1
})
world.onShown(({ account, line }) => {
  if (line.text !== undefined) phones[account]?.push(line.text)
})

/** Resolves at the next moment of this kind. */
function moment(kind: KillMoment): Promise<void> {
  if (kind === 'any') return Promise.resolve()
  const come = Promise.withResolvers<void>()
  const forget =
    kind === 'send'
      ? world.onShown(() => come.resolve())
      : world.onPoll((event) => {
          if (event.kind === 'answered' && event.messages.length > 0) come.resolve()
        })
  return Promise.race([come.promise, pause(MOMENT_PATIENCE_MS)]).finally(forget)
}

function tried(act: () => unknown): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

/** The list of the simulator is bounded and the bare receiver fills it, so it is emptied now and then. */
function countViolations(): void {
  for (const { rule, account } of world.violations({ clear: true }).violations) {
    if (account?.startsWith('twin-') === true) continue
    violations[rule] = (violations[rule] ?? 0) + 1
  }
}

serve<ServerCalls>({
  open: () => ({ apiUrl: simulator.url, cdnUrl: simulator.cdnUrl, accounts }),
  begin() {
    stopPeople = people.start()
    const timer = setInterval(injectFault, 1000 / argument.faultsPerSecond)
    stopFaults = () => clearInterval(timer)
    return null
  },
  async killAt({ pids, moment: kind, afterMs }) {
    await moment(kind)
    if (afterMs > 0) await pause(afterMs)
    for (const pid of pids) tried(() => process.kill(pid, 'SIGKILL'))
    return null
  },
  async recordKill(kill) {
    await pause(LAST_REQUESTS_MS)
    expectedDeliveries.recordKill(kill)
    return null
  },
  bindElsewhere(account) {
    tried(() => world.bindElsewhere({ account }))
    return null
  },
  scan: (args) => tried(() => world.scan(args)),
  confirm: (args) => tried(() => world.confirm(args)),
  calm() {
    stopPeople()
    stopFaults()
    world.fault({ clear: true })
    return null
  },
  writeLast() {
    people.writeLast()
    return null
  },
  isSettled: () => expectedDeliveries.isSettled,
  account() {
    countViolations()
    return {
      expected: expectedDeliveries.expected,
      inFlight: expectedDeliveries.inFlight,
      phones,
      polls,
      violations,
    }
  },
})
