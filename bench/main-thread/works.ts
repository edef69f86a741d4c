import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import type { AppConnection } from '#core/app-surface.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'

/** What long work is done with. */
export interface Place {
  readonly window: AppConnection
  /** The profile's folder. */
  readonly folder: string
  /** The profile's database. */
  readonly file: string
  /** People who can be written to. */
  readonly people: number
  /** How long is waited for what goes on behind a request. */
  readonly quietMs: number
}

/** Work that takes long, by what it is called; each resolves when it is over. In the order in which they are done. */
export type Works = Readonly<Record<string, () => Promise<unknown>>>

const LOOK_MS = 50

export async function request<N extends RequestName>(
  { window }: Pick<Place, 'window'>,
  name: N,
  input: InputOf<N>,
): Promise<OutputOf<N>> {
  const result = await window.request(name, input)
  if (!result.ok) throw new Error(`${name} was refused: ${result.error.code}`)
  return result.value as OutputOf<N>
}

/** Resolves once a query over the database finds something. */
export async function untilFound({ file }: Pick<Place, 'file'>, sql: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const query = database.prepare(sql)
    while (query.get() === undefined) await delay(LOOK_MS)
  } finally {
    database.close()
  }
}
