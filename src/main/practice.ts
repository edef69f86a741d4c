import { rmSync } from 'node:fs'
import path from 'node:path'
import type { AdoptedNames } from '#core/accounts/account-service.ts'
import type { Adoption } from '#core/accounts/supervisor.ts'
import { createHostPolicy, type HostPolicy } from '#core/ilink/hosts.ts'
import { createMemoryVault } from '#core/memory-vault.ts'
import type { Clock, SecretVault } from '#core/ports.ts'
import type { LessonWorld } from '#core/practice/ports.ts'
import { Database } from '#core/storage/database.ts'
import { startSimulator } from '#simulator/index.ts'
import { startPractice } from '#simulator/scenario/practice.ts'
import { makePracticeFolder } from './practice-folder.ts'

/** Practice mode: the simulator inside, people who write, and a store that is gone afterwards. */
export interface Practice {
  hosts: HostPolicy
  vault: SecretVault
  database: Database
  /** Where its media lie; gone afterwards. */
  mediaFolder: string
  /** What its lessons are played by. */
  lessons: LessonWorld
  /** Accounts that are connected already when practice begins. */
  bindings: { adoption: Adoption; names: AdoptedNames }[]
  close(): Promise<void>
}

/** The same people at every start, living by the time of day. */
const SEED = 20_260_901

export async function startPracticeWorld(clock: Clock): Promise<Practice> {
  const simulator = await startSimulator({ seed: SEED, clock })
  const scenario = startPractice(simulator)
  const folder = makePracticeFolder()
  return {
    hosts: createHostPolicy({ apiUrl: simulator.url, cdnUrl: simulator.cdnUrl }),
    vault: createMemoryVault(),
    database: new Database(':memory:'),
    mediaFolder: path.join(folder, 'media'),
    lessons: scenario.lessons,
    bindings: scenario.presetBindings().map(({ botToken, botId, userId, baseUrl, alias, people }) => ({
      adoption: { token: botToken, botId, ownerUserId: userId, baseUrl: baseUrl ?? simulator.url },
      names: { alias, contacts: people },
    })),
    async close() {
      scenario.stop()
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
