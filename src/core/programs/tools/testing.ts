import { createTestBroadcasts } from '#core/broadcast/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { Search } from '#core/search/search.ts'
import { SearchIndexing } from '#core/search/search-indexing.ts'
import type { ParsedInputOf } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { MediaId, MediaReason } from '#shared/model/media.ts'
import type { ProgramId, ProgramScope } from '#shared/model/program.ts'
import type { ProgramMediaViewDeps } from '../program-media-view.ts'
import { createTestPrograms } from '../testing.ts'

/** Programs that call tools over the real stores, search and plans, by a clock that moves only when told to. */
export function createTestTools({ handOut }: { handOut?: ProgramMediaViewDeps['handOut'] } = {}) {
  const app = createTestBroadcasts()
  const { clock, events, stores } = app
  const reads = createInProcessReads(app.database)
  const indexing = new SearchIndexing({
    ...{ clock, reads },
    followed() {},
    failed(error) {
      throw error
    },
  })
  const search = new Search({ reads, indexing })
  events.on(({ kind }) => kind === 'messages-received' && indexing.wake())
  const { programs, call, letIn, lock, guests, desk, calls, passed, looked, meanwhile, opened } =
    createTestPrograms({
      ...{ app, reads },
      ...(handOut !== undefined && { handOut }),
      statusOf: (id) => ({ state: app.accountStates.get(id) ?? 'online', since: 0, reason: null }),
      planRequest: (draft) => app.broadcasts.planRequest(draft),
      async answer(name, input, reader) {
        if (name === 'search.messages')
          return search.messages(input as ParsedInputOf<'search.messages'>, reader)
        if (name === 'broadcasts.plan')
          return reads.run(
            'broadcast-plan',
            app.broadcasts.planRequest(input as ParsedInputOf<'broadcasts.plan'>),
          )
        if (name === 'media.fetch') return fetch((input as ParsedInputOf<'media.fetch'>).id)
        throw new Error(`no answer to ${name} in this test`)
      },
    })

  /** It is being fetched from then on, unless the message does not say where from. */
  function fetch(id: MediaId): void {
    if (stores.media.get(id)?.plainSize === null) throw new AppError('media-missing')
    becomes(id, 'waiting', null)
  }

  /** A file's state, as the app tells of it. */
  function becomes(
    id: MediaId,
    state: Parameters<typeof stores.media.setState>[1],
    reason: MediaReason | null,
  ): void {
    stores.media.setState(id, state, reason)
    const messageId = stores.media.get(id)?.messageId
    events.raise({ kind: 'media-changed', mediaIds: [id], messageIds: messageId ? [messageId] : [] })
  }

  /** Lets in a program that may do as much, for all accounts or some. */
  const program = (scope: ProgramScope = 'read', accounts: AccountId[] | null = null): ProgramId =>
    letIn(scope, accounts).id

  /** What a tool answers. @throws when that is an error */
  async function told(as: ProgramId, name: string, input: unknown = {}): Promise<Record<string, unknown>> {
    const answer = await call(as, name, input)
    if (typeof answer === 'string') throw new Error(`${name} answered ${answer}`)
    return answer
  }

  return {
    ...{ ...app, programs, indexing, program, call, told, lock, becomes },
    ...{ guests, desk, calls, passed, looked, meanwhile, opened },
  }
}
