import type { StoredLine } from './app-process.ts'
import type { Asked } from './operator.ts'
import type { ServerAccount, SoakAccount } from './server-process.ts'

/** What became of the messages of some accounts. */
export interface Received {
  /** Messages written, a copy with an id of its own being one more. */
  offered: number
  stored: number
  /** Not stored, and no kill to blame. */
  lost: number
  /** Not stored, but on the way to a client as it was killed, where the server forgets what it answered. */
  missedAtKill: number
  /** Stored more often than written. */
  doubled: number
}

/** What became of what the operator asked to be sent. */
export interface Sent {
  asked: number
  acceptedByServer: number
  shownAccepted: number
  unconfirmed: number
  refused: number
  waiting: number
  /** Taken by the app and in its history not once. */
  lost: number
  /** Asked once and in the history more often. */
  doubled: number
  doubledAtPhone: number
  /** Shown as accepted, and never at the server. */
  wronglyAccepted: number
}

/** A batch that was on its way as its client was killed, with what is missing of it. */
export interface LostBatch {
  kill: number
  account: string
  missing: string[]
}

export interface Ledger {
  seed: number
  kills: number
  signIns: number
  polls: number
  /** Each for accounts whose server repeats until acknowledged, and whose server forgets once answered. */
  app: { acknowledged: Received; answered: Received }
  bare: { acknowledged: Received; answered: Received }
  lostBatches: LostBatch[]
  /** What the app lost without a kill to blame. */
  lostMessages: { account: string; content: string }[]
  sent: Sent
  /** How the app ended by itself, when it should not have. */
  failures: string[]
  violations: Record<string, number>
}

/** What the ledger is made of. */
export interface Evidence {
  seed: number
  kills: number
  signIns: number
  accounts: SoakAccount[]
  server: ServerAccount
  stored: StoredLine[]
  bareStored: { account: string; content: string }[]
  asked: Asked[]
  failures: string[]
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

/** Compares what was offered with what is stored, account by account. */
class Comparison {
  readonly #server: ServerAccount
  readonly #stored: Map<string, Map<string, number>>
  readonly lostBatches: LostBatch[] = []
  readonly lostMessages: Ledger['lostMessages'] = []

  constructor(server: ServerAccount, stored: readonly { account: string; content: string }[]) {
    this.#server = server
    this.#stored = new Map(
      [...Map.groupBy(stored, ({ account }) => account)].map(([account, lines]) => [
        account,
        countBy(lines, ({ content }) => content),
      ]),
    )
  }

  of(accounts: readonly string[], forgets: boolean): Received {
    const sum: Received = { offered: 0, stored: 0, lost: 0, missedAtKill: 0, doubled: 0 }
    for (const account of accounts) this.#add(sum, account, forgets)
    return sum
  }

  #add(sum: Received, account: string, forgets: boolean): void {
    const stored = this.#stored.get(account) ?? new Map<string, number>()
    const missing = new Map<string, number>()
    for (const [content, expected] of Object.entries(this.#server.expected[account] ?? {})) {
      const found = stored.get(content) ?? 0
      sum.offered += expected
      sum.stored += found
      sum.doubled += Math.max(0, found - expected)
      if (found < expected) missing.set(content, expected - found)
    }
    if (forgets) sum.missedAtKill += this.#blameKills(account, missing)
    for (const [content, count] of missing) {
      sum.lost += count
      if (count > 0) this.lostMessages.push({ account, content })
    }
  }

  /** Takes what was in flight out of what is missing; returns how much that was. */
  #blameKills(account: string, missing: Map<string, number>): number {
    let blamed = 0
    for (const batch of this.#server.inFlight) {
      if (batch.account !== account) continue
      const gone: string[] = []
      for (const content of batch.contents) {
        const left = missing.get(content) ?? 0
        if (left === 0) continue
        missing.set(content, left - 1)
        gone.push(content)
      }
      if (gone.length > 0) this.lostBatches.push({ kill: batch.kill, account, missing: gone })
      blamed += gone.length
    }
    return blamed
  }
}

function ofSends({ asked, stored, server }: Evidence): Sent {
  const taken = asked.filter(({ state }) => state === 'taken')
  const own = stored.filter(({ direction }) => direction === 'out')
  const rows = countBy(own, ({ content }) => content)
  const onPhones = countBy(Object.values(server.phones).flat(), (text) => text)
  const inState = (...states: StoredLine['sendState'][]) =>
    own.filter(({ sendState }) => states.includes(sendState)).length
  return {
    asked: taken.length,
    acceptedByServer: onPhones.size,
    shownAccepted: inState('accepted'),
    unconfirmed: inState('unconfirmed'),
    refused: inState('refused'),
    waiting: inState('waiting-for-contact', 'queued', 'sending', 'cancelled'),
    lost: taken.filter(({ text }) => !rows.has(text)).length,
    doubled: own.length - rows.size,
    doubledAtPhone: [...onPhones.values()].filter((count) => count > 1).length,
    wronglyAccepted: own.filter(
      ({ content, sendState }) => sendState === 'accepted' && !onPhones.has(content),
    ).length,
  }
}

/** Makes the ledger of a finished run. */
export function makeLedger(evidence: Evidence): Ledger {
  const { accounts, server, stored, bareStored, seed, kills, signIns, failures } = evidence
  const app = new Comparison(
    server,
    stored.filter(({ direction }) => direction === 'in'),
  )
  const bare = new Comparison(server, bareStored)
  const of = (ackMode: SoakAccount['ackMode']) => accounts.filter((account) => account.ackMode === ackMode)
  const names = (ackMode: SoakAccount['ackMode']) => of(ackMode).map(({ account }) => account)
  const twins = (ackMode: SoakAccount['ackMode']) => of(ackMode).map(({ twin }) => twin)
  return {
    seed,
    kills,
    signIns,
    polls: server.polls,
    app: {
      acknowledged: app.of(names('acknowledged'), false),
      answered: app.of(names('answered'), true),
    },
    bare: {
      acknowledged: bare.of(twins('acknowledged'), false),
      answered: bare.of(twins('answered'), true),
    },
    lostBatches: [...app.lostBatches, ...bare.lostBatches],
    lostMessages: app.lostMessages,
    sent: ofSends(evidence),
    failures,
    violations: server.violations,
  }
}

/** What must be zero and is not, each in words; empty when the run was good. */
export function faultsOf({ app, sent, failures, violations }: Ledger): string[] {
  const zeros: [string, number][] = [
    ['messages lost, server repeats until acknowledged', app.acknowledged.lost],
    ['messages lost and not in flight at a kill, server forgets once answered', app.answered.lost],
    ['messages doubled', app.acknowledged.doubled + app.answered.doubled],
    ['sends lost', sent.lost],
    ['sends doubled in the history', sent.doubled],
    ['sends doubled at the phone', sent.doubledAtPhone],
    ['sends wrongly shown accepted', sent.wronglyAccepted],
    ['rules of the protocol broken', Object.values(violations).reduce((sum, count) => sum + count, 0)],
    ['unexpected ends', failures.length],
  ]
  return zeros.filter(([, count]) => count !== 0).map(([what, count]) => `${what}: ${count}`)
}
