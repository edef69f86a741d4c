import { ControlError, type InjectArgs, type Random, type World } from '#simulator/index.ts'
import type { ExpectedDeliveries } from './expected-deliveries.ts'

const TICK_MS = 20
/** Of a hundred moments, how many bring a burst, a file, or an old message once more. */
const BURSTS = 2
const FILES = 5
const REPEATS = 2
const KEPT_FOR_REPEATS = 200

interface Pair {
  /** The account that the product holds. */
  account: string
  /** Its twin, whose messages the bare receiver gets. */
  twin: string
}

interface Written {
  pair: Pair
  ids: readonly [string | undefined, string | undefined]
}

/** People who write to every account and its twin alike, without end. */
export class People {
  readonly #world: World
  readonly #random: Random
  readonly #expectedDeliveries: ExpectedDeliveries
  readonly #pairs: readonly Pair[]
  readonly #perMs: number
  readonly #written: Written[] = []
  #count = 0
  #owed = 0

  /** @param perSecond messages over all accounts */
  constructor(
    world: World,
    random: Random,
    expectedDeliveries: ExpectedDeliveries,
    options: { pairs: readonly Pair[]; perSecond: number },
  ) {
    this.#world = world
    this.#random = random
    this.#expectedDeliveries = expectedDeliveries
    this.#pairs = options.pairs
    this.#perMs = options.perSecond / 1000
  }

  /** Begins to write; returns how to stop. */
  start(): () => void {
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      this.#owed += (now - last) * this.#perMs
      last = now
      while (this.#owed >= 1) this.#owed -= this.#moment()
    }, TICK_MS)
    return () => clearInterval(timer)
  }

  /** Somebody writes to every account once more, so that every cursor moves. */
  writeLast(): void {
    for (const pair of this.#pairs) {
      for (const name of [pair.account, pair.twin]) this.#expectedDeliveries.expectAck(name)
      this.#write(pair, 'owner', false)
    }
  }

  /** One of the things that happen; returns how many messages it was. */
  #moment(): number {
    const pair = this.#pairs[this.#random.below(this.#pairs.length)]
    if (pair === undefined) return 1
    const chance = this.#random.below(100)
    const person = this.#random.pick(['owner', 'owner', 'owner', 'friend', 'customer'])
    if (chance < BURSTS) {
      const count = 5 + this.#random.below(20)
      for (let index = 0; index < count; index += 1) this.#write(pair, person, false)
      return count
    }
    if (chance < BURSTS + REPEATS) this.#repeat()
    else this.#write(pair, person, chance >= 100 - FILES)
    return 1
  }

  #write(pair: Pair, person: string, isFile: boolean): void {
    this.#count += 1
    const content = `m-${String(this.#count).padStart(6, '0')}`
    const form = isFile ? { file: { name: content, size: 1000 } } : { text: content }
    const from = person === 'owner' ? {} : { from: person }
    const account = this.#inject({ account: pair.account, ...from, ...form }, content)
    const twin = this.#inject({ account: pair.twin, ...from, ...form }, content)
    this.#written.push({ pair, ids: [account, twin] })
    if (this.#written.length > KEPT_FOR_REPEATS) this.#written.shift()
  }

  /** Nobody can write to a bot whose binding is dead: then nothing was offered. */
  #inject(args: InjectArgs, content: string): string | undefined {
    try {
      const { messages } = this.#world.inject(args)
      this.#expectedDeliveries.offer(args.account, content)
      return messages[0]?.messageId
    } catch (error) {
      if (error instanceof ControlError) return undefined
      throw error
    }
  }

  /** The server delivers an old message again, as it does minutes later (fact sheet 3.5). */
  #repeat(): void {
    const old = this.#written[this.#random.below(this.#written.length)]
    if (old === undefined) return
    for (const [index, account] of [old.pair.account, old.pair.twin].entries()) {
      const duplicateOf = old.ids[index]
      if (duplicateOf === undefined) continue
      try {
        this.#world.inject({ account, duplicateOf })
      } catch (error) {
        if (!(error instanceof ControlError)) throw error
      }
    }
  }
}
