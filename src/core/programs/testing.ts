import type { SessionStatus } from '#core/accounts/ports.ts'
import { createTestOutbox } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import type { NewCall } from '#core/storage/program-repository.ts'
import { systemRandom } from '#core/system-ports.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { StagedFile } from '#shared/model/media.ts'
import type { ProgramId, ProgramScope } from '#shared/model/program.ts'
import { Guests } from './guests.ts'
import { ProgramFiles } from './program-files.ts'
import { Programs } from './programs.ts'
import { Proposals } from './proposals.ts'
import { TOOLS } from './tools/index.ts'

/** Programs over an outbox of a test, whose messages the test answers. */
export function createTestPrograms({
  reserve = 2,
  file,
}: {
  reserve?: number
  file?: string | Database
} = {}) {
  const app = createTestOutbox(file)
  const { clock, stores, events, database } = app
  /** How the one account stands, and whether the window is locked. */
  const account: SessionStatus = { state: 'online', since: 0, reason: null }
  const window = { isLocked: false }
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
    failed,
  })
  const guests = new Guests({
    ...{ clock, programs, proposals, failed },
    files: new ProgramFiles({
      staging: { handle: () => Promise.resolve(null), discard() {} },
      random: systemRandom,
      removesPlace: () => true,
    }),
    view: { stores, views: app.views, statusOf: () => account },
    isLocked: () => window.isLocked,
    connect: () => ({
      request: async () => ({ ok: false, error: { code: 'internal' } }),
      subscribe(listener) {
        let isOver = false
        events.on(() => isOver || void listener({ from: 0, to: 0, changes: [] }))
        return () => {
          isOver = true
        }
      },
      close() {},
    }),
    failed,
  })

  function failed(error: unknown): never {
    throw error
  }

  /** Locks the window, or opens it. */
  function lock(isLocked: boolean): void {
    window.isLocked = isLocked
    if (isLocked) proposals.locked()
    guests.wake()
  }

  /** Lets a program in. */
  function letIn(scope: ProgramScope, accounts: AccountId[] | null = null) {
    const program = programs.get(programs.allow({ name: 'Helper', scope, accounts }).id)
    if (program === null) throw new Error('it was let in')
    return program
  }

  /** Calls a tool as a client does; answers its result, or the code of its error. */
  async function call(
    id: ProgramId,
    name: string,
    input: unknown,
  ): Promise<Record<string, unknown> | string> {
    const tool = TOOLS.find((one) => one.name === name)
    if (tool === undefined) throw new Error(`no tool ${name}`)
    const answer = await guests.call(id, tool, input, new AbortController().signal)
    return answer.ok ? tool.output.parse(answer.result) : answer.error.code
  }

  return {
    ...{ ...app, programs, proposals, revoked, released, database, account, lock, letIn, call },
    /** A call of `recv` that was answered just now. */
    aCall: (programId: ProgramId, programName: string): NewCall => ({
      ...{ programId, programName, tool: 'recv', accountId: null, outcome: 'answered', code: null },
      ...{ at: clock.now(), durationMs: 5 },
    }),
  }
}
