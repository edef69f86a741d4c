import { describe, expect, it } from 'vitest'
import { TestClock } from '#core/testing/clock.ts'
import { settle } from '#core/testing/settle.ts'
import { waysOfAnswer } from './system-answer.ts'
import { SystemWays } from './system-ways.ts'

describe('what the system answers', () => {
  const proxyOf = (answer: string) => {
    const ways = waysOfAnswer(answer)
    if (typeof ways === 'string') return ways
    const texts = ways.map((way) =>
      way.kind === 'direct' ? 'straight' : `${way.proxy.scheme} ${way.proxy.host} ${way.proxy.port}`,
    )
    return texts.join(', then ')
  }

  it.each([
    ['DIRECT', 'straight'],
    ['direct; PROXY proxy:8080', 'straight'],
    // who names a proxy first means it, and what is straight behind it would lead around it
    ['PROXY one:8080; SOCKS5 two:1080; DIRECT', 'http one 8080, then socks5 two 1080'],
    ['SOCKS old:1080; DIRECT', 'proxy-kind-unknown'],
    ['[HTTPS one:443, PROXY two:80]; DIRECT', 'proxy-kind-unknown'],
    ['PROXY user:pass@proxy:8080', 'http proxy 8080'],
    ['DIRECTLY proxy:1', 'proxy-kind-unknown'],
    ['PROXY proxy.office.example:8080; DIRECT', 'http proxy.office.example 8080'],
    ['HTTPS proxy:443', 'https proxy 443'],
    ['  SOCKS5   10.0.0.1:1080 ;DIRECT', 'socks5 10.0.0.1 1080'],
    // those that can be used
    ['SOCKS old:1080; QUIC new:443; PROXY proxy:8080; DIRECT', 'http proxy 8080'],
    ['PROXY [::1]:8080', 'http [::1] 8080'],
    ['SOCKS old:1080', 'proxy-kind-unknown'],
    ['PROXY nonsense', 'proxy-kind-unknown'],
    ['', 'proxy-way-unknown'],
    [' ; ', 'proxy-way-unknown'],
  ])('%j leads by %j', (answer, way) => {
    expect(proxyOf(answer)).toEqual(way)
  })
})

describe('the way that the system names', () => {
  const ORIGIN = 'https://ilinkai.weixin.qq.com'

  function watch(answer: string) {
    const clock = new TestClock()
    const asked: string[] = []
    const world = { answer: () => Promise.resolve(answer), changes: 0 }
    const ways = new SystemWays(
      clock,
      {
        resolve: (url) => {
          asked.push(url)
          return world.answer()
        },
      },
      () => {
        world.changes += 1
      },
    )
    return { clock, asked, world, ways }
  }

  const PROXY = { kind: 'proxy', proxy: { scheme: 'http', host: 'proxy', port: 8080 } }

  it('is asked once for each server, and again every minute', async () => {
    const { clock, asked, world, ways } = watch('PROXY proxy:8080')
    ways.start()
    for (let time = 0; time < 3; time += 1) expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    expect(asked).toEqual([`${ORIGIN}/`])
    await clock.advance(180_000)
    expect(asked).toHaveLength(4)
    expect(world.changes).toBe(0)
    world.answer = () => Promise.resolve('DIRECT')
    await clock.advance(60_000)
    expect(world.changes).toBe(1)
    expect(await ways.wayTo(ORIGIN)).toEqual({ kind: 'direct' })
    // nobody has asked for it in ten minutes
    await clock.advance(1_200_000)
    const before = asked.length
    await clock.advance(600_000)
    expect(asked).toHaveLength(before)
    ways.stop()
    expect(clock.pending).toBe(0)
  })

  it('is looked at soon after failures, but not after each', async () => {
    const { clock, asked, ways } = watch('PROXY proxy:8080')
    await ways.wayTo(ORIGIN)
    for (let time = 0; time < 20; time += 1) ways.failed(null, 'connect')
    await settle()
    expect(asked).toHaveLength(2)
    await clock.advance(5_000)
    ways.failed(null, 'connect')
    await settle()
    expect(asked).toHaveLength(3)
  })

  it('is the next that it names while the first is down, and never a straight one', async () => {
    const { clock, asked, ways } = watch('PROXY proxy:8080; PROXY other:8080; DIRECT')
    const OTHER = { kind: 'proxy', proxy: { scheme: 'http', host: 'other', port: 8080 } }
    const first = await ways.wayTo(ORIGIN)
    // it works, and says no to somebody
    ways.failed(first, 'proxy-refused')
    expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    ways.failed(first, 'proxy-unreachable')
    expect(await ways.wayTo(ORIGIN)).toMatchObject(OTHER)
    ways.failed(await ways.wayTo(ORIGIN), 'proxy-silent')
    expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    await clock.advance(600_000)
    ways.failed(first, 'proxy-unreachable')
    expect(await ways.wayTo(ORIGIN)).toMatchObject(OTHER)
    ways.doubt()
    expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    expect(asked.length).toBeGreaterThan(0)
  })

  it('stays where it is while the same proxies are named in another order', async () => {
    const { clock, world, ways } = watch('PROXY proxy:8080; PROXY other:8080')
    ways.start()
    await ways.wayTo(ORIGIN)
    world.answer = () => Promise.resolve('PROXY other:8080; PROXY proxy:8080')
    await clock.advance(60_000)
    expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    expect(world.changes).toBe(0)
    world.answer = () => Promise.resolve('PROXY other:8080')
    await clock.advance(60_000)
    expect(await ways.wayTo(ORIGIN)).toMatchObject({ proxy: { host: 'other' } })
    expect(world.changes).toBe(1)
    ways.stop()
  })

  it('is not what was answered to a question of before the sleep', async () => {
    const { world, ways } = watch('PROXY proxy:8080')
    const before = Promise.withResolvers<string>()
    world.answer = () => before.promise
    const way = ways.wayTo(ORIGIN)
    await settle()
    world.answer = () => Promise.resolve('SOCKS5 elsewhere:1080')
    ways.doubt()
    before.resolve('DIRECT')
    expect(await way).toMatchObject({ proxy: { host: 'elsewhere' } })
  })

  it('is waited for after a sleep, and told when it is another', async () => {
    const { world, ways } = watch('PROXY proxy:8080')
    await ways.wayTo(ORIGIN)
    const late = Promise.withResolvers<string>()
    world.answer = () => late.promise
    ways.doubt()
    const way = ways.wayTo(ORIGIN)
    late.resolve('SOCKS5 proxy:1080')
    expect(await way).toMatchObject({ proxy: { scheme: 'socks5' } })
    expect(world.changes).toBe(1)
  })

  it.each([
    ['says nothing in time', () => new Promise<string>(() => {})],
    ['fails', () => Promise.reject(new Error('no'))],
  ])('leads nowhere while the system %s, and is another only when it says so', async (_name, answer) => {
    const { clock, world, ways } = watch('PROXY proxy:8080')
    await ways.wayTo(ORIGIN)
    world.answer = answer
    ways.doubt()
    const thrown = ways.wayTo(ORIGIN).catch((error: unknown) => error)
    await clock.advance(10_000)
    expect(await thrown).toMatchObject({ trouble: 'proxy-way-unknown' })
    world.answer = () => Promise.resolve('PROXY proxy:8080')
    expect(await ways.wayTo(ORIGIN)).toMatchObject(PROXY)
    expect(world.changes).toBe(0)
  })
})
