import { describe, expect, it } from 'vitest'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import { TestClock } from '#core/testing/clock.ts'
import { testRandom } from '#core/testing/random.ts'
import { settle } from '#core/testing/settle.ts'
import type { ProxySetting } from '#shared/model/proxy.ts'
import { DEFAULT_SETTINGS, Settings } from '#shared/model/settings.ts'
import { Network } from './network.ts'
import { ProxyTest } from './proxy-test.ts'

const ORIGIN = 'https://ilinkai.weixin.qq.com'
const SYSTEM: ProxySetting = { mode: 'system', address: null }
const MANUAL: ProxySetting = { mode: 'manual', address: { scheme: 'http', host: 'proxy', port: 8080 } }

/** A system whose answers a test gives, one by one. */
function begin() {
  const clock = new TestClock()
  const answers: ((answer: string) => void)[] = []
  let settings: Settings = DEFAULT_SETTINGS
  const turns: string[] = []
  const network = new Network({
    clock,
    ports: {
      system: { resolve: () => new Promise((resolve) => answers.push(resolve)) },
      credentials: { store: async () => {}, read: async () => null, forget: async () => {} },
    },
    settings: {
      read: () => settings,
      update: (patch) => {
        settings = Settings.parse({ ...settings, ...patch })
      },
    },
    http: { route() {}, leaveWay: () => turns.push('left') },
    changed: () => turns.push('opened anew'),
  })
  const answer = async (text: string) => {
    for (const one of answers.splice(0)) one(text)
    await settle()
  }
  return { clock, network, answer, turns, asked: answers }
}

describe('an answer of the system that comes late', () => {
  it.each(['while the program ends', 'while another setting holds'])('changes nothing %s', async (when) => {
    const { network, answer, turns } = begin()
    network.start()
    const way = network.wayTo(ORIGIN)
    await answer('PROXY one:8080')
    await way
    network.interrupted()
    if (when === 'while the program ends') network.stop()
    else await network.setProxy(MANUAL, null)
    const before = turns.length
    await answer('PROXY two:8080')
    expect(turns).toHaveLength(before)
    await network.setProxy(SYSTEM, null)
    expect(turns).toHaveLength(when === 'while the program ends' ? before : before + 2)
    network.stop()
  })
})

it('a test ends though the keyring waits for its owner', async () => {
  const clock = new TestClock()
  const proxyTest = new ProxyTest({
    ...{ clock, random: testRandom(), hosts: createHostPolicy(), botAgent: 'test/1' },
    ports: {
      system: { resolve: async () => 'DIRECT' },
      credentials: { store: async () => {}, read: () => new Promise(() => {}), forget: async () => {} },
      openHttp: () => {
        throw new Error('nobody is to be asked')
      },
    },
    failed() {},
  })
  const tested = proxyTest.run(MANUAL, null)
  await clock.advance(20_000)
  expect(await tested).toMatchObject({ kind: 'failed' })
  const cancelled = proxyTest.run(MANUAL, null)
  proxyTest.cancel()
  expect(await cancelled).toEqual({ kind: 'cancelled' })
})
