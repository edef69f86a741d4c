import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import { settleEcho } from '#core/outbox/echo.ts'
import { uploaded } from '#core/outbox/files-testing.ts'
import type { OpenSend, OpenUpload } from '#core/outbox/testing.ts'
import { ACCEPTED_WITHOUT_ID, accepted, LOST, NOT_SENT, RATE_LIMITED, REFUSED } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import { AppError } from '#shared/errors.ts'
import { AccountId, type BroadcastId, MessageId } from '#shared/model/ids.ts'
import { unreachable } from '#shared/unreachable.ts'
import { recipientStateOf } from './recipient-state.ts'
import { createTestBroadcasts, type TestBroadcasts } from './testing.ts'
import { AttemptModel, type Fate, type ItemKey, shownFateOf } from './testing-model.ts'

/** Sequences come from this seed; it stands in the test's name, and fast-check prints it with a failure. */
const SEED = 20_261_129
/** The night tries more of them, see vitest.nightly.config.ts. */
const RUNS = Number(process.env['LINKBOARD_RUNS'] ?? 20)
/** The text and a file. */
const ITEMS = 2
const PEOPLE = ['a', 'b', 'c']

const SEND_OUTCOMES = ['accepted', 'refused', 'rate-limited', 'lost', 'without-id', 'not-sent'] as const
const OPERATOR = ['retry', 'sendAgain', 'discard', 'markAsSent', 'cancel'] as const
const pick = fc.nat(20)
const ALL_WELL = Array.from({ length: 4 }, () => ({ outcome: 'accepted', isRefused: false }) as const)
const step = fc.record({
  outcome: fc.oneof(
    { weight: 3, arbitrary: fc.constant('lost' as const) },
    { weight: 2, arbitrary: fc.constantFrom('refused', 'accepted') },
    { weight: 1, arbitrary: fc.constantFrom(...SEND_OUTCOMES) },
  ),
  isRefused: fc.integer({ min: 0, max: 2 }).map((chance) => chance === 0),
})
const proceed = fc.record({
  kind: fc.constant('proceed' as const),
  steps: fc.array(step, { minLength: 2, maxLength: 8 }),
})
const little = fc.record({ kind: fc.constant('proceed' as const), steps: fc.array(step, { maxLength: 2 }) })
/** How a run begins, so that there is something to be tried again. */
const beginning = fc.record({
  kind: fc.constant('proceed' as const),
  steps: fc.array(step, { minLength: 8, maxLength: 8 }),
})
const retry = fc.record({ kind: fc.constant('retry' as const), pick, unconfirmedToo: fc.boolean() })
const recover = fc.record({ kind: fc.constant('recover' as const) })
const echo = fc.record({ kind: fc.constant('echo' as const), pick })
const operator = fc.record({
  kind: fc.constant('operator' as const),
  pick,
  deed: fc.constantFrom(...OPERATOR),
})
const restart = fc.record({ kind: fc.constant('restart' as const) })
const cancel = fc.record({ kind: fc.constant('cancel' as const), pick })
const exclude = fc.record({ kind: fc.constant('exclude' as const), pick, isExcluded: fc.boolean() })
const Command = fc.oneof(
  { weight: 6, arbitrary: proceed },
  { weight: 3, arbitrary: fc.oneof(retry, recover, echo, operator) },
  { weight: 2, arbitrary: restart },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('pause', 'resume'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('block', 'unblock'), pick }) },
  { weight: 1, arbitrary: fc.oneof(cancel, exclude, fc.record({ kind: fc.constant('start' as const) })) },
)
/** Any commands, and those that seldom follow on each other by chance. */
const Commands = fc
  .tuple(
    beginning,
    fc.array(
      fc.oneof(
        { weight: 2, arbitrary: Command.map((command): Command[] => [command]) },
        {
          weight: 1,
          arbitrary: fc.tuple(recover, retry, little, fc.oneof(echo, operator, restart, cancel, exclude)),
        },
        { weight: 1, arbitrary: fc.tuple(recover, retry, proceed, recover, retry) },
      ),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([first, parts]): Command[] => [first, ...parts.flat()])
type Command = typeof Command extends fc.Arbitrary<infer T> ? T : never

/** A program that is operated and killed at random, beside the model of what may be sent. */
class Rig {
  app: TestBroadcasts
  readonly model = new AttemptModel()
  readonly #runs: BroadcastId[] = []
  readonly #accounts: AccountId[]
  #seen = 0
  #open = new Map<OpenSend, { key: ItemKey; id: MessageId } | null>()
  #uploads: OpenUpload[] = []
  #seenUploads = 0
  #serverIds = 0
  #generation = 1
  /** Failed uploads that the operator tries again: they go out whatever the run does. */
  readonly #byHand = new Set<MessageId>()

  constructor() {
    this.app = createTestBroadcasts()
    this.#accounts = [this.app.accountId, this.app.anotherAccount('other')]
    for (const [index, account] of this.#accounts.entries())
      this.app.contacts(account, PEOPLE.slice(index * 2, index * 2 + 2))
  }

  async run(commands: readonly Command[]): Promise<void> {
    await this.#do({ kind: 'start' })
    for (const command of commands) await this.#do(command)
    await this.#finish()
  }

  async #do(command: Command): Promise<void> {
    try {
      await this.#carryOut(command)
    } catch (error) {
      // what is not possible now was refused in words, and has changed nothing
      if (!(error instanceof AppError)) throw error
    }
    await settle()
    this.#look()
    this.#compare()
  }

  async #carryOut(command: Command): Promise<void> {
    const { broadcasts, session, clock } = this.app
    switch (command.kind) {
      case 'start':
        if (this.#runs.length < 2) this.#runs.push(await this.app.start({ files: [this.#generation] }))
        return
      case 'pause':
      case 'resume':
      case 'cancel':
        return broadcasts[command.kind](this.#run(command.pick))
      case 'retry': {
        const run = this.#run(command.pick)
        if (this.app.stateOf(run) === 'running') broadcasts.pause(run)
        await broadcasts.retry(run, command.unconfirmedToo)
        this.model.retry(this.#keysOf(run), command.unconfirmedToo)
        return
      }
      case 'proceed':
        for (const { outcome: next, isRefused: refused } of command.steps) {
          const [upload] = this.#uploads
          if (upload !== undefined) await this.#endUpload(upload, refused)
          const [send] = this.#open.keys()
          if (send !== undefined) await this.#answer(send, next)
          await clock.advance(3_000)
          this.#look()
        }
        return
      case 'echo': {
        const id = one(this.model.unconfirmed(), command.pick)
        if (id !== undefined) this.#echo(id)
        return
      }
      case 'operator':
        return this.#operate(command.deed, command.pick)
      case 'recover':
        for (const [index, name] of PEOPLE.entries()) {
          const id = String(700_000 + ++this.#serverIds)
          this.app.write({ from: `${name}@im.wechat`, id, token: id }, this.#accountOf(index))
        }
        for (const account of this.#accounts) this.app.accounts.recordOutcome(account, true)
        return clock.advance(130_000)
      case 'block':
      case 'unblock': {
        const account = this.#accounts[command.pick % 2] ?? this.app.accountId
        session[command.kind](account)
        broadcasts.accountChanged(account)
        this.app.outbox.wake(account)
        return
      }
      case 'exclude': {
        const index = command.pick % PEOPLE.length
        const from = `${PEOPLE[index]}@im.wechat`
        this.app.conversations.setContactExcluded(from, command.isExcluded)
        const to = this.app.conversationWith(from, this.#accountOf(index))
        if (command.isExcluded) broadcasts.withdrawFor([to])
        return
      }
      case 'restart':
        return this.#restart()
      default:
        unreachable(command)
    }
  }

  #accountOf(index: number): AccountId | undefined {
    return this.#accounts[index < 2 ? 0 : 1]
  }

  #run(index: number): BroadcastId {
    const run = one(this.#runs, index)
    if (run === undefined) throw new AppError('not-found')
    return run
  }

  #keysOf(run: BroadcastId): ItemKey[] {
    return this.app
      .lines(run)
      .flatMap(({ items, contactUserId }) =>
        [...items.keys()].map((item) => ({ run, person: contactUserId, item })),
      )
  }

  /** Where a message stands in a run; null for one that a person sends. */
  #keyOf(id: MessageId, person: string, item: number): ItemKey | null {
    const mark = this.app.stores.broadcasts.markOf(id)
    return mark === null ? null : { run: mark.id, person, item }
  }

  /** Takes note of what has begun since. */
  #look(): void {
    const { session, database } = this.app
    for (const send of session.sends.slice(this.#seen)) {
      const { clientId, toUserId, item } = send.message
      const row = database.sql('SELECT id FROM messages WHERE client_id = ?').get(clientId)
      const id = MessageId.parse(row?.['id'])
      const key = this.#keyOf(id, toUserId, JSON.stringify(item).includes('news') ? 0 : 1)
      this.#open.set(send, key === null ? null : { key, id })
      if (key === null) continue
      const isByHand = this.#byHand.has(id)
      this.model.begin(key, id, clientId, isByHand ? 'hand' : 'run')
      // with its last message a run may have finished within the step
      if (!isByHand) expect(['running', 'finished']).toContain(this.app.stateOf(key.run))
    }
    this.#seen = session.sends.length
    this.#uploads.push(...session.uploads.slice(this.#seenUploads))
    this.#seenUploads = session.uploads.length
    this.#uploads = this.#uploads.filter(({ signal }) => !signal.aborted)
  }

  async #answer(send: OpenSend, outcome: (typeof SEND_OUTCOMES)[number]): Promise<void> {
    const known = this.#open.get(send)
    this.#open.delete(send)
    if (known != null) {
      const fate = fateOf(outcome)
      if (fate === null) this.model.notLeft(send.message.clientId)
      else this.model.settle(known.key, known.id, fate)
    }
    await send.answer(this.#wireOutcome(outcome))
  }

  #wireOutcome(outcome: (typeof SEND_OUTCOMES)[number]): SendOutcome {
    switch (outcome) {
      case 'accepted':
        return accepted(String(300_000 + ++this.#serverIds))
      case 'refused':
        return REFUSED
      case 'rate-limited':
        return RATE_LIMITED
      case 'lost':
        return LOST
      case 'without-id':
        return ACCEPTED_WITHOUT_ID
      case 'not-sent':
        return NOT_SENT
      default:
        return unreachable(outcome)
    }
  }

  /** A refused upload refuses its message, which never left. */
  async #endUpload(upload: OpenUpload, isRefused: boolean): Promise<void> {
    this.#uploads = this.#uploads.filter((other) => other !== upload)
    const before = this.#uploading(upload.toUserId)
    await upload.end(isRefused ? { kind: 'refused', serverText: null } : uploaded(++this.#serverIds))
    if (!isRefused) return
    for (const id of before) {
      if (this.app.message(id)?.state !== 'refused') continue
      const key = this.#keyOf(id, upload.toUserId, 1)
      if (key !== null) this.model.settle(key, id, 'refused')
      this.#byHand.delete(id)
    }
  }

  #uploading(person: string): MessageId[] {
    return this.app.database
      .sql(
        `SELECT m.id FROM messages m JOIN conversations c ON c.id = m.conversation_id
         WHERE c.contact_user_id = ? AND m.send_state = 'uploading'`,
      )
      .all(person)
      .map((row) => MessageId.parse(row['id']))
  }

  #echo(id: MessageId): void {
    if (!settleEcho(this.app.stores, id, String(300_000 + ++this.#serverIds)))
      throw new Error('it was not unconfirmed')
    this.model.change(id, 'accepted')
    const row = this.app.database.sql('SELECT account_id FROM messages WHERE id = ?').get(id)
    this.app.broadcasts.messagesChanged(AccountId.parse(row?.['account_id']), [id])
  }

  #operate(deed: (typeof OPERATOR)[number], index: number): void {
    const shown = this.#runs.flatMap((run) =>
      this.app
        .lines(run)
        .flatMap(({ items, contactUserId }) =>
          items.flatMap(({ messageId }, item) =>
            messageId === null ? [] : [{ id: messageId, key: { run, person: contactUserId, item } }],
          ),
        ),
    )
    const found = one(shown, index)
    if (found === undefined) return
    const { id, key } = found
    const before = this.app.message(id)?.state
    this.app.outbox[deed](id)
    switch (deed) {
      case 'retry':
        this.#byHand.add(id)
        return
      case 'cancel':
        this.model.change(id, 'none')
        return
      case 'discard':
        if (before === 'waiting-for-contact') this.model.change(id, 'none')
        this.model.resolve(key)
        return
      case 'sendAgain':
      case 'markAsSent':
        this.model.resolve(key)
        return
      default:
        unreachable(deed)
    }
  }

  /** The program is killed, and started anew over what was committed. */
  async #restart(): Promise<void> {
    for (const known of this.#open.values()) {
      if (known !== null) this.model.settle(known.key, known.id, 'unconfirmed')
    }
    const former = this.app
    former.following.isOn = false
    this.#open = new Map()
    this.#uploads = []
    this.#seen = 0
    this.#seenUploads = 0
    this.#generation += 1
    this.app = createTestBroadcasts(former.database, (made) => made.outbox.settleInterrupted())
    this.app.clock.set(former.clock.now() - this.app.clock.now())
    this.app.outbox.start()
    await settle()
  }

  /** What every step leaves behind: the ledger says what the model knows, and is what follows from its attempts. */
  #compare(): void {
    const { stores, failures } = this.app
    expect(failures).toEqual([])
    for (const run of this.#runs) {
      const isOver = ['finished', 'cancelled'].includes(this.app.stateOf(run) ?? '')
      for (const line of this.app.lines(run)) {
        if (!line.isPlanned) continue
        const { contactUserId: person, state, skip } = line
        const derived = recipientStateOf(line.items, stores.runAccounts.breaker(run, line.accountId))
        expect({ person, state, skip }).toEqual({ person, ...derived })
        const shown = shownFateOf(state)
        const isOpen = [...this.#open.values()].some(
          (known) => known?.key.run === run && known.key.person === person,
        )
        if (shown !== null)
          expect({ person, shown }).toEqual({ person, shown: this.model.shown(run, person, ITEMS) })
        else if (isOver) expect({ person, isOpen }).toEqual({ person, isOpen: true })
      }
    }
  }

  /** Everything is let go and answered: nobody is forgotten, and a program started anew says the same. */
  async #finish(): Promise<void> {
    for (const account of this.#accounts) {
      this.app.session.unblock(account)
      this.app.broadcasts.accountChanged(account)
      this.app.outbox.wake(account)
    }
    for (let round = 0; round < 80; round += 1) {
      for (const run of this.#runs) await this.#do({ kind: 'resume', pick: this.#runs.indexOf(run) })
      await this.#do({ kind: 'proceed', steps: ALL_WELL })
      if (this.#open.size === 0 && this.#uploads.length === 0 && this.#runs.every((run) => this.#isDone(run)))
        break
    }
    for (const run of this.#runs) expect(this.#isDone(run)).toBe(true)
    const before = this.#runs.map((run) => this.app.ledger(run))
    await this.#do({ kind: 'restart' })
    expect(this.#runs.map((run) => this.app.ledger(run))).toEqual(before)
  }

  #isDone(run: BroadcastId): boolean {
    return this.app.lines(run).every(({ state }) => state !== 'queued' && state !== 'sending')
  }
}

function fateOf(outcome: (typeof SEND_OUTCOMES)[number]): Fate | null {
  switch (outcome) {
    case 'accepted':
      return 'accepted'
    case 'refused':
    case 'rate-limited':
      return 'refused'
    case 'lost':
    case 'without-id':
      return 'unconfirmed'
    case 'not-sent':
      return null
    default:
      return unreachable(outcome)
  }
}

function one<T>(list: readonly T[], index: number): T | undefined {
  return list.length === 0 ? undefined : list[Math.abs(index) % list.length]
}

it(`P13: whatever happens in whatever order, nothing is sent twice and the ledger tells it (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(Commands, async (commands) => {
      const rig = new Rig()
      try {
        await rig.run(commands)
      } finally {
        rig.app.database.close()
      }
    }),
    { seed: SEED, numRuns: RUNS },
  )
}, 300_000)
