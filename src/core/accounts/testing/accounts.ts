import { createHostPolicy } from '#core/ilink/hosts.ts'
import { TestClock } from '#core/testing/clock.ts'
import { TestEvents } from '#core/testing/events.ts'
import { TestLeases } from '#core/testing/leases.ts'
import { testRandom } from '#core/testing/random.ts'
import { TestVault } from '#core/testing/vault.ts'
import type { AccountId, SignInId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { sealToken } from '../bound-token.ts'
import type { AccountRecord, SessionStatus } from '../ports.ts'
import { SignIns } from '../sign-in.ts'
import { AccountSupervisor } from '../supervisor.ts'
import { TestClient, TestSink, TestStore } from './ports.ts'

export const API_URL = 'https://ilinkai.weixin.qq.com'
/** The host of the vectors, allowed in some tests and not in others. */
export const OTHER_HOST = 'ilink-sh.example.invalid'

/** Everything of this folder put together over test ports. */
export function createTestAccounts({ allowedHosts = [] as string[], chance = 0 } = {}) {
  const trail: string[] = []
  const clock = new TestClock()
  const random = testRandom(chance)
  const client = new TestClient()
  const store = new TestStore(trail)
  const sink = new TestSink(store)
  const vault = new TestVault(trail)
  const leases = new TestLeases()
  const hosts = createHostPolicy(allowedHosts.length > 0 ? { apiUrl: API_URL, allowedHosts } : {})
  const statuses: { id: AccountId; status: SessionStatus }[] = []
  const changes: SignIn[] = []
  const statusListeners: ((status: SessionStatus) => void)[] = []
  const changeWaiters: (() => void)[] = []
  const removed: SignInId[] = []
  const recycled: number[] = []
  const unknownStatuses: string[] = []
  const events = new TestEvents()
  events.on((event) => {
    if (event.kind === 'session-changed') {
      statuses.push({ id: event.accountId, status: event.status })
      for (const listen of statusListeners) listen(event.status)
    }
    if (event.kind === 'sign-in-changed') {
      changes.push(event.signIn)
      for (const tell of changeWaiters.splice(0)) tell()
    }
    if (event.kind === 'sign-in-removed') removed.push(event.signInId)
    if (event.kind === 'sign-in-status-unknown') unknownStatuses.push(event.name)
  })
  const supervisor = new AccountSupervisor({
    client,
    hosts,
    store,
    sink,
    vault,
    leases,
    clock,
    random,
    recycleConnections: () => recycled.push(clock.now()),
    events,
  })
  const signIns = new SignIns({
    client,
    hosts,
    supervisor,
    store,
    vault,
    clock,
    random,
    events,
  })

  /** An account that is bound already, its token in the vault. */
  function hold(
    botId: string,
    { owner = `${botId}-owner@im.wechat`, baseUrl = API_URL } = {},
  ): AccountRecord {
    const record = store.bind(null, { botId, baseUrl, ownerUserId: owner })
    vault.tokens.set(record.id, sealToken(record.binding, `${botId}:token`))
    trail.length = 0
    return record
  }

  return {
    trail,
    clock,
    client,
    store,
    sink,
    vault,
    leases,
    statuses,
    changes,
    removed,
    recycled,
    unknownStatuses,
    supervisor,
    signIns,
    hold,
    onStatus: (listen: (status: SessionStatus) => void) => statusListeners.push(listen),
    /** Resolves with the next change of a sign-in, before anything else can happen. */
    nextChange: () => new Promise<void>((resolve) => changeWaiters.push(resolve)),
  }
}

export type TestAccounts = ReturnType<typeof createTestAccounts>
