import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'

// Moves the time at which everybody wrote, as time would; a few at a time, so that main's commits do not wait for it.

const SOME = 100

const { file, ms }: { file: string; ms: number } = workerData
const database = new DatabaseSync(file)
database.exec('PRAGMA busy_timeout = 5000; PRAGMA synchronous = OFF')
const last = Number(database.prepare('SELECT MAX(id) AS last FROM conversations').get()?.['last'])
const move = database.prepare(
  'UPDATE conversations SET last_inbound_at = last_inbound_at + ? WHERE id BETWEEN ? AND ?',
)
for (let from = 0; from <= last; from += SOME) move.run(ms, from, from + SOME - 1)
database.close()
