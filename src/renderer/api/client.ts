import type { Bridge } from '#shared/bridge.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { ChangeBatch } from '#shared/model/changes.ts'
import { ClientError } from './client-error.ts'

/** The page's way to main: typed by the contract, failing with a `ClientError`. */
export interface Client {
  request<N extends RequestName>(name: N, ...input: RequestArguments<N>): Promise<OutputOf<N>>
  /** See the bridge: the next batch comes once the answered promise is settled. */
  subscribe(listener: (batch: ChangeBatch) => void | Promise<void>): () => void
  /** Copies files into the app's keeping; see the bridge. */
  stageFiles: Bridge['stageFiles']
}

/** Requests without an input are called with their name alone. */
type RequestArguments<N extends RequestName> = undefined extends InputOf<N> ? [] : [input: InputOf<N>]

/** Wraps the bridge: unpacks results and turns refusals into errors. */
export function createClient(bridge: Bridge): Client {
  return {
    async request<N extends RequestName>(name: N, ...[input]: RequestArguments<N>) {
      const result = await bridge.request(name, input as InputOf<N>)
      if (!result.ok) throw new ClientError(result.error.code)
      return result.value
    },
    subscribe: (listener) => bridge.subscribe((text) => listener(JSON.parse(text))),
    stageFiles: (files, onResult) => bridge.stageFiles(files, onResult),
  }
}
