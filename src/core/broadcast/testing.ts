import type { SessionStatus } from '#core/accounts/ports.ts'
import { createTestConnections } from '#core/connections/testing.ts'
import type { SendOutcome } from '#core/ilink/outcomes.ts'
import { stage, uploaded } from '#core/outbox/files-testing.ts'
import { accepted, createTestOutbox, type TestOutbox } from '#core/outbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { runQuery } from '#core/reads/queries.ts'
import { createReadSources } from '#core/reads/sources.ts'
import type { Database } from '#core/storage/database.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import { settle } from '#core/testing/settle.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import type { AccountState } from '#shared/model/account.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId, BroadcastId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { StagedId } from '#shared/model/media.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { Broadcasts } from './broadcasts.ts'
import type { DraftInput } from './drafts.ts'
import { lineOf } from './recipient-state.ts'

const HOUR_MS = 3_600_000

/** What a test says of a draft; the rest is the simplest that can be sent. */
export interface WantedDraft {
  text?: string
  fallbacks?: DraftInput['content']['fallbacks']
  files?: readonly number[]
  choice?: Partial<RecipientChoice>
  paceMs?: number
}

/** Broadcasts over the real outbox and stores, with sends answered by hand. */
export function createTestBroadcasts(
  file: string | Database = createTestDatabase(),
  beforeStart: (app: TestOutbox, broadcasts: Broadcasts) => void = () => {},
) {
  const app = createTestOutbox(file)
  const { clock, session, outbox, stores, events } = app
  const { connections, publisher } = createTestConnections(app, clock)
  const connection = connections.connect()
  const published: Change[] = []
  connection.subscribe((batch) => {
    published.push(...batch.changes)
  })
  const accountStates = new Map<AccountId, AccountState>()
  const settings: BroadcastSettings = { paceMs: 3_000, reserve: 2, perMinute: 6_000, cap: 0, capDays: 7 }
  const saved: { name: string; text: string }[] = []
  let restaged = 0
  const broadcasts = new Broadcasts({
    ...{ clock, stores, events, outbox },
    reads: createInProcessReads(app.database),
    files: { isWhole: ({ hash }) => !app.gone.has(hash) },
    canSend: (id) => session.canSend(id),
    statusOf: (id): SessionStatus => ({ state: accountStates.get(id) ?? 'online', since: 0, reason: null }),
    settings: () => settings,
    text: () => createTranslator('zh-CN'),
    async restage(name, file) {
      restaged += 1
      const id = StagedId.parse(`50000000-0000-4000-8000-${String(restaged).padStart(12, '0')}`)
      app.files.addStaged(id, name, file)
      const { size, kind, type } = file
      return { id, name, size, kind, type, sendKind: 'image', withPlace: null, mayHoldPlace: false }
    },
    released: () => {},
    async saveFile(name, content) {
      saved.push({ name, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) })
      return true
    },
    failed: (error) => app.failures.push(error),
  })
  events.subscribe(publisher)
  beforeStart(app, broadcasts)
  broadcasts.start()
  /** Whether broadcasts are told of the outbox. */
  const following = { isOn: true }
  events.on((event) => {
    if (event.kind === 'sends-changed' && following.isOn)
      broadcasts.messagesChanged(event.accountId, event.messageIds)
  })
  const staged = new Map<number, StagedId>()
  let written = 0
  let serverIds = 90_000

  /** Contacts of an account, the first of whom wrote last; each wrote `hoursAgo` and got `sent` since. */
  function contacts(
    of: AccountId,
    names: readonly string[],
    { hoursAgo = 1, sent = 0 } = {},
  ): ConversationId[] {
    return names.map((name, index) => {
      written += 1
      const from = `${name}@im.wechat`
      app.write(
        {
          from,
          id: String(5_000 + written),
          token: `token-of-${name}`,
          at: clock.now() - hoursAgo * HOUR_MS - index,
        },
        of,
      )
      const id = app.conversationWith(from, of)
      for (let n = 0; n < sent; n += 1) stores.conversations.recordSend(id)
      return id
    })
  }

  function draftOf({
    text = 'news',
    fallbacks,
    files = [],
    choice,
    paceMs = 3_000,
  }: WantedDraft): DraftInput {
    return {
      content: {
        text,
        fallbacks: fallbacks ?? { contact: '', account: '' },
        files: files.map((n) => {
          const stagedId = staged.get(n) ?? stage(app, n)
          staged.set(n, stagedId)
          return { stagedId, asFile: false }
        }),
      },
      choice: { ...RECENT_CONTACTS, ...choice },
      paceMs,
    }
  }

  function planOf(draft: DraftInput): BroadcastPlan {
    return runQuery(
      createReadSources(app.database, null, () => 0),
      'broadcast-plan',
      broadcasts.planRequest(draft),
    )
  }

  function plan(wanted: WantedDraft = {}): BroadcastPlan {
    return planOf(draftOf(wanted))
  }

  /** Starts a broadcast for everybody whom its plan includes. */
  async function start(wanted: WantedDraft = {}): Promise<BroadcastId> {
    const draft = draftOf(wanted)
    const { included } = planOf(draft)
    const id = broadcasts.drafts.save(null, draft)
    await broadcasts.startRun(
      id,
      included.map(({ conversationId }) => conversationId),
    )
    await settle()
    return id
  }

  /** Lets time pass until `count` sends are open or were made. */
  async function untilSends(count: number): Promise<void> {
    for (let step = 0; session.sends.length < count; step += 1) {
      if (step > 2_000) throw new Error(`only ${session.sends.length} sends`)
      await clock.advance(100)
    }
  }

  /** Ends every upload and accepts every send that is or gets open, until nothing happens for so many seconds. */
  async function carryOn(seconds = 120): Promise<void> {
    for (let quiet = 0, ended = 0, answered = 0; quiet < seconds; quiet += 1) {
      for (const upload of session.uploads.slice(ended)) {
        await upload.end(uploaded(ended))
        ended += 1
        quiet = 0
      }
      for (const send of session.sends.slice(answered)) {
        await send.answer(nextAccepted())
        answered += 1
        quiet = 0
      }
      await clock.advance(1_000)
    }
  }

  /** The server takes a message, under an id of its own. */
  function nextAccepted(): SendOutcome {
    serverIds += 1
    return accepted(String(serverIds))
  }

  /** The ledger as the run sees it. */
  const lines = (id: BroadcastId) => stores.ledger.list(id).map(lineOf)

  /** A message of a line as it stands now. */
  function messageOf(id: BroadcastId, place = 0, item = 0): MessageId {
    const found = lines(id)[place]?.items[item]?.messageId
    if (found == null) throw new Error('nothing was handed over')
    return found
  }

  /** Lines of the ledger as `contact: state[ (reason)]`, those of the plan's skips in brackets. */
  function ledger(id: BroadcastId): string[] {
    return stores.ledger.list(id).map(({ contactUserId, state, skip, isPlanned }) => {
      const line = `${contactUserId.split('@', 1)[0]}: ${state}${skip === null ? '' : ` (${skip})`}`
      return isPlanned ? line : `[${line}]`
    })
  }

  /** A second account, beside the one there always is. */
  function anotherAccount(name: string): AccountId {
    return app.bindAccount(`${name}@im.bot`)
  }

  /** Forgets the files that nothing refers to any more. */
  const forget = () => app.files.takeUnreferenced(app.files.hashesAfter('', 1000))

  const stateOf = (id: BroadcastId) => stores.broadcasts.get(id)?.state

  return {
    ...app,
    published,
    following,
    connection,
    accountStates,
    settings,
    saved,
    broadcasts,
    contacts,
    draftOf,
    planOf,
    plan,
    start,
    untilSends,
    carryOn,
    nextAccepted,
    lines,
    messageOf,
    ledger,
    anotherAccount,
    forget,
    stateOf,
  }
}

export type TestBroadcasts = ReturnType<typeof createTestBroadcasts>
