import { contract } from '#shared/contract/index.ts'
import { ask, askEach } from '../pages/bridge.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** What reaches the app from its own page, its command line and its environment. */

test.use({ isShared: true })

test('the bridge refuses every name and input that is not in the contract, with a code', async ({
  board,
  simulator,
}) => {
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  const strangers = ['nothing', '', '__proto__', 'constructor', 'toString', 42, null, {}, ['app.snapshot']]
  for (const name of strangers) {
    expect.soft(await ask(board.page, name), String(name)).toEqual(refusal('unknown-request'))
  }
  const junk = [
    null,
    42,
    'text',
    [],
    [{}],
    { id: {} },
    { id: -1, text: 7 },
    { __proto__: { id: 1 }, more: 1 },
  ]
  for (const name of Object.keys(contract)) {
    const answers = await askEach(board.page, name, junk)
    for (const [n, input] of junk.entries()) {
      expect.soft(answers[n], `${name} ${JSON.stringify(input)}`).toMatchObject({
        ok: name === 'settings.update' && JSON.stringify(input) === '{}',
      })
    }
  }
  const conversationId = 999_999
  const nobody = '00000000-0000-4000-8000-000000000000'
  const send = { conversationId, requestId: nobody, text: 'hi', force: true }
  expect(await ask(board.page, 'outbox.sendText', send)).toEqual(refusal('not-found'))
  expect(await ask(board.page, 'accounts.setAlias', { id: nobody, alias: 'x' })).toEqual(refusal('not-found'))
  expect(await ask(board.page, 'app.openLink', { url: 'file:///etc/passwd' })).toEqual(refusal('bad-request'))
  expect(await ask(board.page, 'practice.start')).toEqual(refusal('practice-unavailable'))

  simulator.world.inject({ account: 'shop', text: 'still there' })
  await expect(board.inbox.row('Shop')).toContainText('still there')
})

test.describe('flags and environment', () => {
  /** One of each sort; what else is refused says `command-line.test.ts`. */
  const BAD: readonly { flags?: string[]; env?: Record<string, string>; named: string }[] = [
    { flags: ['--remote-debugging-port=70000'], named: '--remote-debugging-port=70000' },
    { flags: ['--user-data-dir='], named: '--user-data-dir' },
    { flags: ['--unheard-of'], named: '--unheard-of' },
    { env: { LINKBOARD_ILINK_URL: 'http://example.com' }, named: 'LINKBOARD_ILINK_URL' },
  ]

  test('a bad flag or variable is one line that names it, and a failure', async ({ startApp }) => {
    for (const { flags = [], env = {}, named } of BAD)
      await test.step(`a bad ${[...flags, ...Object.keys(env).slice(-1)].join(' ')} is one line that names it, and a failure`, async () => {
        const failure = await startApp({ flags, env }).then(
          () => 'it started',
          (error: unknown) => String(error),
        )
        expect(failure).toMatch(/the app ended \([1-9]\d*\) before it was ready/)
        const said = failure.split('\n').filter((line) => line !== '' && !line.startsWith('host '))
        expect(said.slice(1)).toEqual([expect.stringContaining(named)])
      })
  })
})

function refusal(code: string): object {
  return { ok: false, error: { code } }
}
