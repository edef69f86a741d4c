import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { InputOf } from '#shared/contract/index.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { AccountId, type BroadcastId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Place, request, untilFound, type Works } from './works.ts'

const DRAFT: InputOf<'broadcasts.plan'> = {
  content: {
    text: '{contact}, the new catalogue is there.',
    fallbacks: { contact: 'you', account: '' },
    files: [],
  },
  choice: RECENT_CONTACTS,
  paceMs: 3_000,
}

const LOOK_MS = 100
const HOUR_MS = 3_600_000

/** Resolves once everybody can be reached. */
export async function untilReachable(place: Place): Promise<void> {
  while ((await request(place, 'broadcasts.plan', DRAFT)).included.length < place.people) await delay(LOOK_MS)
}

/** Starts a broadcast to everybody. */
async function start(place: Place): Promise<BroadcastId> {
  const { id } = await request(place, 'broadcasts.saveDraft', { id: null, ...DRAFT })
  const { included } = await request(place, 'broadcasts.plan', DRAFT)
  const recipients = included.map(({ conversationId }) => conversationId)
  await request(place, 'broadcasts.start', { id, recipients })
  return id
}

/** Everybody's windows close, or are open again. */
async function moveWindows({ file }: Place, hours: number): Promise<void> {
  const script = new URL('./move-windows.ts', import.meta.url)
  await once(new Worker(script, { workerData: { file, ms: hours * HOUR_MS } }), 'exit')
}

/** The account through which half of the people are reached. */
function busiest({ file }: Place): AccountId {
  const database = new DatabaseSync(file, { readOnly: true })
  const account = database.prepare('SELECT id FROM accounts WHERE number = 2').get()
  database.close()
  return AccountId.parse(account?.['id'])
}

function nobodyQueued(id: BroadcastId): string {
  return `SELECT 1 WHERE NOT EXISTS (
    SELECT 1 FROM broadcast_recipients WHERE broadcast_id = ${id} AND is_planned = 1 AND state = 'queued')`
}

/** Broadcasts to thousands, and what becomes of them. */
export function broadcastWorks(place: Place): Works {
  let run: BroadcastId | null = null
  const current = () => {
    if (run === null) throw new Error('nothing was started')
    return run
  }
  return {
    'planning a broadcast': () => request(place, 'broadcasts.plan', DRAFT),
    'starting it': async () => {
      run = await start(place)
      await delay(place.quietMs)
    },
    'its ledger on a screen': async () => {
      await request(place, 'broadcasts.watch', { id: run })
      await request(place, 'broadcasts.show', { id: current() })
      await delay(place.quietMs)
    },
    'cancelling it': async () => {
      await request(place, 'broadcasts.cancel', { id: current() })
      await untilFound(place, nobodyQueued(current()))
    },
    'export of its ledger': () => request(place, 'broadcasts.export', { id: current() }),
    'skipping everybody, whose windows have closed': async () => {
      // or those who are in the outbox already would be what is waited for
      await request(place, 'settings.update', {
        broadcast: { ...DEFAULT_SETTINGS.broadcast, perMinute: 6_000 },
      })
      run = await start(place)
      await request(place, 'broadcasts.pause', { id: run })
      await moveWindows(place, -48)
      await request(place, 'broadcasts.resume', { id: run })
      await untilFound(place, nobodyQueued(run))
      await moveWindows(place, 48)
    },
    'retrying all of them': async () => {
      await request(place, 'broadcasts.retry', { id: current(), unconfirmedToo: false })
      await delay(place.quietMs)
    },
    'leaving an account with half of them alone': async () => {
      await request(place, 'accounts.signOut', { id: busiest(place) })
      await untilFound(
        place,
        `SELECT 1 FROM broadcast_accounts WHERE broadcast_id = ${current()} AND breaker IS NOT NULL`,
      )
      await delay(place.quietMs)
    },
    'deleting the run': async () => {
      await request(place, 'broadcasts.cancel', { id: current() })
      await untilFound(place, nobodyQueued(current()))
      await delay(place.quietMs)
      await request(place, 'broadcasts.removeRun', { id: current() })
      await untilFound(place, `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM broadcasts WHERE id = ${current()})`)
    },
  }
}
