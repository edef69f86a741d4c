import { isDeepStrictEqual } from 'node:util'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { AppConnection } from '#core/app-surface.ts'
import { createTestConnections } from '#core/connections/testing.ts'
import { createTestOutbox, type TestOutbox } from '#core/outbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { Database } from '#core/storage/database.ts'
import type { NewCall } from '#core/storage/program-repository.ts'
import { systemRandom } from '#core/system-ports.ts'
import { settle } from '#core/testing/settle.ts'
import { contract, type RequestName } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { StagedFile } from '#shared/model/media.ts'
import type { ProgramId, ProgramScope } from '#shared/model/program.ts'
import { Guests } from './guests.ts'
import { Logins } from './logins.ts'
import { ProgramFiles } from './program-files.ts'
import type { ProgramMediaViewDeps } from './program-media-view.ts'
import { Programs } from './programs.ts'
import { Proposals } from './proposals.ts'
import { SignOuts } from './sign-outs.ts'
import { Calls } from './thread/calls.ts'
import { Desk, type DeskDeps } from './thread/desk.ts'
import { MainLink } from './thread/main-link.ts'
import type { FromServer, QuestionName, ToServer } from './thread/protocol.ts'
import { createSeenStores } from './thread/seen-stores.ts'
import { TOOLS } from './tools/index.ts'

/** Programs over an outbox of a test, whose messages the test answers. */
export function createTestPrograms({
  reserve = 2,
  file,
  app = createTestOutbox(file),
  reads = createInProcessReads(app.database),
  statusOf,
  handOut = { held: noFile, copy: noFile, markOrigin: noFile },
  planRequest = () => {
    throw new AppError('internal')
  },
  answer = () => Promise.reject(new AppError('internal')),
  gone = () => {},
}: {
  reserve?: number
  file?: string | Database
  /** In place of one of its own. */
  app?: TestOutbox
  reads?: Reads
  statusOf?: (id: AccountId) => SessionStatus
  handOut?: ProgramMediaViewDeps['handOut']
  planRequest?: DeskDeps['planRequest']
  /** A program was revoked. */
  gone?: (id: ProgramId) => void
  /** Answers what tools ask as a page does; each connection is a reader of its own. */
  answer?: (name: RequestName, input: unknown, reader: object) => Promise<unknown>
} = {}) {
  const { clock, stores, events, database } = app
  /** How the one account stands, and whether the window is locked. */
  const account: SessionStatus = { state: 'online', since: 0, reason: null }
  const standingOf = statusOf ?? (() => account)
  const window = { isLocked: false }
  const { connections, publisher } = createTestConnections(app, clock)
  events.subscribe(publisher)
  const revoked: ProgramId[] = []
  const released: string[] = []
  const proposals = new Proposals({
    ...{ clock, stores, events },
    random: systemRandom,
    outbox: app.outbox,
    reserve: () => reserve,
    restage: async (): Promise<StagedFile> => {
      throw new Error('no file in this test')
    },
    released: (hashes) => void released.push(...hashes),
  })
  const programs = new Programs({
    ...{ clock, stores, events },
    random: systemRandom,
    revoked(id) {
      proposals.revoked(id)
      revoked.push(id)
      guests.forget(id)
    },
    gone,
    failed,
  })
  /** What a person is asked about signing out, and how they answer. */
  const questions: { program: string; isOver: boolean; answer(isAgreed: boolean): Promise<void> }[] = []
  const signOuts = new SignOuts({
    clock,
    actions: {
      confirmSignOut({ program }, signal) {
        const { promise, resolve } = Promise.withResolvers<boolean>()
        const question = {
          ...{ program, isOver: false },
          answer(isAgreed: boolean) {
            resolve(isAgreed)
            return settle()
          },
        }
        signal.addEventListener('abort', () => {
          question.isOver = true
          resolve(false)
        })
        questions.push(question)
        return promise
      },
    },
    async signOut() {
      account.state = 'signed-out'
    },
    isLocked: () => window.isLocked,
    changed: () => guests.wake(),
    failed,
  })
  const guests = new Guests({
    ...{ clock, programs, proposals, signOuts, failed },
    logins: new Logins({ list: () => [] }),
    show() {},
    files: new ProgramFiles({
      staging: { handle: () => Promise.resolve(null), discard() {} },
      random: systemRandom,
      ownFolder: null,
      removesPlace: () => true,
    }),
    view: {
      ...{ stores, reads, handOut, cursors: programs, programs: stores.programs },
      views: app.views,
      statusOf: standingOf,
      ownFolder: null,
    },
    states: () => new Map(stores.accounts.list().map(({ id }) => [id, standingOf(id)])),
    paceMs: () => 3_000,
    isLocked: () => window.isLocked,
    connect,
    failed,
  })

  events.subscribe(guests)
  const desk = new Desk({
    ...{ guests, programs, failed },
    loading: () => [],
    planRequest,
  })
  /** What has passed between main and the thread that serves programs, as it goes from one to the other. */
  const passed: (FromServer | ToServer)[] = []
  const link = new MainLink((message) => void toMain(structuredClone(message)))
  /** What the thread has read one by one, by the texts of its queries. */
  const looked: string[] = []
  const select = (text: string) => {
    looked.push(text)
    return database.select(text)
  }
  const calls = new Calls({ ...{ clock, link, reads, failed }, stores: createSeenStores({ select }) })
  /** What happens before main has a question of the thread. */
  const meanwhile = { before: (_question: QuestionName): unknown => undefined }
  /** Connections that were opened for programs. */
  const opened = { count: 0 }

  async function toMain(message: FromServer): Promise<void> {
    passed.push(message)
    if (message.kind === 'given-up') desk.giveUp(message.id)
    if (message.kind !== 'question') return
    const { id, question } = message
    meanwhile.before(question.name)
    const answer = structuredClone(await desk.answer(id, question))
    passed.push({ kind: 'answer', id, answer })
    link.take(id, answer)
  }

  function connect(): AppConnection {
    opened.count += 1
    const connection = connections.connect()
    const reader = {}
    return {
      async request(name, input) {
        try {
          const known = name as RequestName
          return { ok: true, value: await answer(known, contract[known].input.parse(input), reader) }
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          return { ok: false, error: { code: error.code } }
        }
      },
      subscribe: (listener) => connection.subscribe(listener),
      close: () => connections.disconnect(connection),
    }
  }

  function failed(error: unknown): never {
    throw error
  }

  /** Locks the window, or opens it. */
  function lock(isLocked: boolean): void {
    window.isLocked = isLocked
    if (isLocked) {
      proposals.locked()
      signOuts.end(null)
    }
    guests.wake()
  }

  /** Lets a program in. */
  function letIn(scope: ProgramScope, accounts: AccountId[] | null = null) {
    const program = programs.get(programs.allow({ name: 'Helper', scope, accounts }).id)
    if (program === null) throw new Error('it was let in')
    return program
  }

  /**
   * Calls a tool as a client does; answers its result, which is what its schema says and nothing besides, or the code of
   * its error.
   */
  async function call(
    id: ProgramId,
    name: string,
    input: unknown = {},
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Record<string, unknown> | string> {
    const tool = TOOLS.find((one) => one.name === name)
    if (tool === undefined) throw new Error(`no tool ${name}`)
    const answered = await calls.call(id, tool, input, signal)
    if (!answered.ok) return answered.error.code
    if (!isDeepStrictEqual(tool.output.parse(answered.result), answered.result))
      throw new Error(`${name} answers what its schema does not tell of`)
    return answered.result
  }

  return {
    ...{ ...app, programs, proposals, guests, revoked, released, database },
    ...{ account, questions, lock, letIn, call, calls, desk, passed, looked, meanwhile, opened },
    /** A call of `recv` that was answered just now. */
    aCall: (programId: ProgramId, programName: string): NewCall => ({
      ...{ programId, programName, tool: 'recv', accountId: null, outcome: 'answered', code: null },
      ...{ at: clock.now(), durationMs: 5 },
    }),
  }
}

function noFile(): never {
  throw new Error('no file in this test')
}
