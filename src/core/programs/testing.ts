import { createTestOutbox } from '#core/outbox/testing.ts'
import type { NewCall } from '#core/storage/program-repository.ts'
import { systemRandom } from '#core/system-ports.ts'
import type { StagedFile } from '#shared/model/media.ts'
import type { ProgramId } from '#shared/model/program.ts'
import { Programs } from './programs.ts'
import { Proposals } from './proposals.ts'

/** Programs over an outbox of a test, whose messages the test answers. */
export function createTestPrograms({ reserve = 2 }: { reserve?: number } = {}) {
  const app = createTestOutbox()
  const { clock, stores, events, database } = app
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
    },
    failed(error) {
      throw error
    },
  })
  return {
    ...{ ...app, programs, proposals, revoked, released, database },
    /** A call of `recv` that was answered just now. */
    aCall: (programId: ProgramId, programName: string): NewCall => ({
      ...{ programId, programName, tool: 'recv', accountId: null, outcome: 'answered', code: null },
      ...{ at: clock.now(), durationMs: 5 },
    }),
  }
}
