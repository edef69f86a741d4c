import type { ItemForm } from '../args.ts'
import { ControlError } from '../errors.ts'
import type { Credentials, Random, Shown, Simulator } from '../index.ts'
import { seededRandom } from '../index.ts'
import type { Lessons } from './lessons.ts'
import { Playing } from './lessons.ts'
import { answers, greeting, openers, thanks } from './lines.ts'
import type { PracticeAccount, PracticePerson } from './people.ts'
import { newcomers, presetAccounts } from './people.ts'

/** Where the practice people take their chance from. */
export interface PracticeOptions {
  /** Default: a generator of its own with seed 1. */
  readonly random?: Random
}

/** An account the app can hold without a scan, with names for the people who write to it. */
export interface PracticeBinding extends Credentials {
  readonly account: string
  readonly alias: string
  readonly people: readonly { readonly alias: string; readonly userId: string }[]
}

/** Running practice people. */
export interface Practice {
  /** Accounts that are signed in from the start. */
  presetBindings(): readonly PracticeBinding[]
  /** Situations to be practised, which nobody else has a part in. */
  readonly lessons: Lessons
  /** Everybody falls silent. */
  stop(): void
}

const minuteMs = 60_000
/** Between showing a code and the scan, and between the scan and its confirmation. */
const handMs = 3000

interface Member {
  readonly account: string
  readonly person: PracticePerson
}

/**
 * Fills a simulator with people: accounts with a day of history, people who write from time to time and
 * answer, one conversation near its window's end, one long closed, one with two messages left, and owners
 * who scan whatever code the app shows.
 */
export function startPractice(sim: Simulator, options: PracticeOptions = {}): Practice {
  const agenda = new Agenda(sim)
  const company = new Company(sim, agenda, options.random ?? seededRandom(1))
  const bindings = presetAccounts.map((account) => company.admit(account))
  company.tellPast(presetAccounts)
  const lessons = new Playing(
    sim,
    (ms, run) => agenda.after(ms, run),
    (account, from, says) => company.write(account, from, says),
  )
  const unsubscribe = [
    sim.world.onShown((shown) => {
      company.hear(shown)
      lessons.hear(shown)
    }),
    scanCodes(sim, agenda, company, lessons),
  ]
  company.chat()
  return {
    presetBindings: () => bindings,
    lessons,
    stop() {
      for (const end of unsubscribe) end()
      agenda.stop()
    },
  }
}

/** Things people mean to do; nothing is done any more once stopped. */
class Agenda {
  readonly #sim: Simulator
  readonly #pending = new Set<() => void>()

  constructor(sim: Simulator) {
    this.#sim = sim
  }

  after(ms: number, run: () => void): void {
    const cancel = this.#sim.timers.after(ms, () => {
      this.#pending.delete(cancel)
      run()
    })
    this.#pending.add(cancel)
  }

  stop(): void {
    for (const cancel of this.#pending) cancel()
    this.#pending.clear()
  }
}

/** The people and what they do. */
class Company {
  readonly #sim: Simulator
  readonly #agenda: Agenda
  readonly #random: Random
  readonly #members: Member[] = []
  readonly #composing = new Set<string>()

  constructor(sim: Simulator, agenda: Agenda, random: Random) {
    this.#sim = sim
    this.#agenda = agenda
    this.#random = random
  }

  /** Signs an account in without a code and lets its people in. */
  admit(practice: PracticeAccount): PracticeBinding {
    const { bound, people } = this.introduce(practice, true)
    if (!bound) throw new Error(`practice account ${practice.account} could not be bound`)
    const named = people.filter(({ name }) => practice.people.some((person) => person.name === name))
    return {
      ...bound,
      account: practice.account,
      alias: practice.label,
      people: named.map(({ name, userId }) => ({ alias: name, userId })),
    }
  }

  /** Creates an account and its people. */
  introduce(practice: PracticeAccount, bound: boolean): ReturnType<Simulator['world']['addAccount']> {
    const { account, label, people } = practice
    for (const person of people) this.#members.push({ account, person })
    return this.#sim.world.addAccount({ account, label, bound, people: people.map(({ name }) => ({ name })) })
  }

  /** Everything said before practice began, oldest first. */
  tellPast(accounts: readonly PracticeAccount[]): void {
    const past = accounts.flatMap(({ account, people }) =>
      people.flatMap((person) => person.past.map((message) => ({ account, person, message }))),
    )
    for (const { account, person, message } of past.toSorted(
      (one, other) => other.message.minutesAgo - one.message.minutesAgo,
    )) {
      this.#sim.world.inject({
        account,
        from: person.name,
        ...message.says,
        agoMs: message.minutesAgo * minuteMs,
        ...(message.fromBot ? { fromBot: true } : {}),
      })
    }
  }

  /** Somebody lively writes every now and then. */
  chat(): void {
    this.#agenda.after(8000 + this.#random.below(17_000), () => {
      const [first, ...others] = this.#members.filter(({ person }) => person.ackMode === 'lively')
      if (first) {
        const member = this.#random.pick([first, ...others])
        this.write(member.account, member.person.name, this.#random.pick(openers))
      }
      this.chat()
    })
  }

  /** Somebody got a message; most people answer within seconds, at times quoting it. */
  hear({ account, userId, name, line }: Shown): void {
    const person = this.#members.find(
      (member) => member.account === account && member.person.name === name,
    )?.person
    const key = `${account} ${userId}`
    if (!person || person.ackMode === 'silent' || this.#composing.has(key)) return
    this.#composing.add(key)
    this.#agenda.after(2000 + this.#random.below(4000), () => {
      this.#composing.delete(key)
      const answer = this.#random.pick(answersTo(line.kind))
      const quotes = line.messageId !== undefined && this.#random.next() < 0.25
      this.write(account, person.name, quotes ? { ...answer, quote: { messageId: line.messageId } } : answer)
    })
  }

  /** Writes if the account still has a bot to write to. */
  write(account: string, from: string, says: ItemForm): void {
    unlessImpossible(() => this.#sim.world.inject({ account, from, ...says }))
  }
}

/** Media are thanked for as what they are. */
function answersTo(kind: string): typeof answers {
  return kind === 'image' || kind === 'video' || kind === 'file' ? thanks[kind] : answers
}

/**
 * Owners take turns at scanning and confirming the codes the app shows, then write a greeting. Who was signed out in a
 * lesson comes first.
 */
function scanCodes(sim: Simulator, agenda: Agenda, company: Company, lessons: Playing): () => void {
  let turn = 0
  const known = new Set<string>()
  const confirm = (qrcode: string): void =>
    unlessImpossible(() => {
      const { account } = sim.world.confirm({ qrcode })
      if (account !== undefined) lessons.signedIn(account)
    })
  const scan = (qrcode: string): void => {
    const lost = lessons.scanner()
    if (lost !== null) {
      sim.world.scan({ qrcode, account: lost })
      agenda.after(handMs, () => confirm(qrcode))
      return
    }
    const owner = newcomers[turn % newcomers.length]
    if (!owner) return
    if (!known.has(owner.account)) company.introduce(owner, false)
    known.add(owner.account)
    sim.world.scan({ qrcode, account: owner.account })
    turn += 1
    agenda.after(handMs, () => confirm(qrcode))
    const [first] = owner.people
    if (first) agenda.after(2 * handMs, () => company.write(owner.account, first.name, greeting))
  }
  return sim.world.onCode((qrcode) => agenda.after(handMs, () => unlessImpossible(() => scan(qrcode))))
}

/** People's plans may come to nothing: the code died, the account was bound elsewhere. */
function unlessImpossible(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
  }
}
