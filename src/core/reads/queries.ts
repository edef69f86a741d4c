import { type PlanRequest, readPlan } from '#core/broadcast/plan-request.ts'
import { type AccountCounts, readAccountCounts } from '#core/storage/account-counts.ts'
import type { ReadHandle } from '#core/storage/handles.ts'
import { readStorageUse } from '#core/storage/storage-use.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { StorageUse } from '#shared/model/media.ts'

/** Every read that may be asked for by name. Inputs and outputs are plain data, as they go from thread to thread. */
interface ReadQueries {
  /** Bytes of media, over all and by account. */
  'storage-use': { input: null; output: StorageUse }
  /** How much each of these accounts has stored. */
  'account-counts': { input: readonly AccountId[]; output: ReadonlyMap<AccountId, AccountCounts> }
  /** What would happen if a broadcast were started. */
  'broadcast-plan': { input: PlanRequest; output: BroadcastPlan }
}

export type ReadName = keyof ReadQueries
export type ReadInput<N extends ReadName> = ReadQueries[N]['input']
export type ReadOutput<N extends ReadName> = ReadQueries[N]['output']

const QUERIES: { readonly [N in ReadName]: (database: ReadHandle, input: ReadInput<N>) => ReadOutput<N> } = {
  'storage-use': readStorageUse,
  'account-counts': readAccountCounts,
  'broadcast-plan': readPlan,
}

/** Runs a read by its name over a connection. */
export function runQuery<N extends ReadName>(
  database: ReadHandle,
  name: N,
  input: ReadInput<N>,
): ReadOutput<N> {
  return QUERIES[name](database, input)
}
