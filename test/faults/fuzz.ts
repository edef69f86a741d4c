import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { IlinkClient } from '#core/ilink/client.ts'
import { isIlinkError } from '#core/ilink/errors.ts'
import { ACCOUNT, CONTEXT_TOKEN, createBench, TOKEN, USER } from '#core/ilink/testing.ts'
import { TestClock } from '#core/testing/clock.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId, SignInId } from '#shared/model/ids.ts'
import { AppHarness } from '#test/support/app-harness.ts'
import { answersTo, brokenMessages, CALLS, type FuzzAnswer } from './answers.ts'
import { FuzzServer, respond } from './fuzz-server.ts'

const SEED = 20_260_923
const CELL_MS = 120_000
const CURSOR = 'c2VjcmV0LWN1cnNvcg=='
const TICKET = 'c2VjcmV0LXRpY2tldA=='

const account = ACCOUNT
const calls: Readonly<Record<string, (client: IlinkClient) => Promise<unknown>>> = {
  get_bot_qrcode: (client) => client.getQrCode({ localTokens: [TOKEN] }),
  get_qrcode_status: (client) => client.getQrStatus({ baseUrl: account.baseUrl, qrcode: 'abc123' }),
  getupdates: (client) => client.getUpdates({ account, cursor: CURSOR, holdMs: 1_000 }),
  sendmessage: (client) =>
    client.sendMessage({
      account,
      toUserId: USER,
      clientId: 'c-1',
      item: { type: 1, text_item: { text: 'hello' } },
      contextToken: CONTEXT_TOKEN,
    }),
  getconfig: (client) => client.getConfig({ account, userId: USER, contextToken: CONTEXT_TOKEN }),
  sendtyping: (client) =>
    client.sendTyping({ account, userId: USER, typingTicket: TICKET, status: 'typing' }),
  notifystart: (client) => client.notifyStart({ account }),
  notifystop: (client) => client.notifyStop({ account }),
}

/** The good messages that came beside broken ones. */
function goodMessage(number: number): Record<string, unknown> {
  return {
    seq: 5_000_000_000 + number,
    message_id: `${9_000_000_000_000_000_000n + BigInt(number)}`,
    from_user_id: 'good@im.wechat',
    to_user_id: 'main@im.bot',
    client_id: `good-${number}`,
    create_time_ms: 1_790_000_000_000 + number,
    message_type: 1,
    message_state: 2,
    item_list: [{ type: 1, text_item: { text: `good ${number}` } }],
    context_token: `context-${number}`,
  }
}

/** Answers to polls: most carry a good message among broken ones, the others are anything at all. */
function pollScript(polls: number): { script: FuzzAnswer[]; good: string[] } {
  const good: string[] = []
  const anything = fc.sample(answersTo('getupdates'), { numRuns: polls, seed: SEED })
  const neighbours = fc.sample(fc.tuple(brokenMessages, fc.nat(), fc.boolean()), {
    numRuns: polls,
    seed: SEED,
  })
  const script = neighbours.flatMap(([broken, at, hasAnything], index): FuzzAnswer[] => {
    const msgs = broken.toSpliced(at % (broken.length + 1), 0, goodMessage(index))
    good.push(`good ${index}`)
    const body = JSON.stringify({ ret: 0, msgs, get_updates_buf: `cursor-${index}` })
    const framed: FuzzAnswer = { kind: 'answer', status: 200, body }
    const other = anything[index]
    return hasAnything && other !== undefined ? [other, framed] : [framed]
  })
  return { script, good }
}

/** How many answers a run has. */
export interface FuzzSize {
  answersPerCall: number
  polls: number
}

/** Declares the tests of one size. */
export function declareFuzz({ answersPerCall, polls }: FuzzSize): void {
  describe('mutated and generated answers', () => {
    it.each(CALLS)(
      `${answersPerCall} to %s give a value or one of our errors, and no secret in it (P9)`,
      async (call) => {
        await fc.assert(
          fc.asyncProperty(answersTo(call), async (answer) => {
            const { client } = createBench(() => respond(answer))
            const outcome = await calls[call]?.(client).catch((error: unknown) => {
              expect(isIlinkError(error)).toBe(true)
              return error
            })
            if (outcome instanceof Error) expect(outcome.message).not.toContain(TOKEN)
            if (call === 'sendmessage' && typeof outcome === 'object' && outcome !== null) {
              const messageId = Reflect.get(outcome, 'messageId')
              if (Reflect.get(outcome, 'kind') === 'accepted') expect(messageId).toMatch(/^\d+$/)
            }
          }),
          { numRuns: answersPerCall, seed: SEED },
        )
      },
      CELL_MS,
    )
  })

  describe('an app among mutated and generated answers', () => {
    const clock = new TestClock()
    const { script, good } = pollScript(polls)
    const others = Object.fromEntries(
      CALLS.filter((call) => call !== 'getupdates').map((call) => [
        call,
        fc.sample(answersTo(call), { numRuns: answersPerCall, seed: SEED + 1 }),
      ]),
    )
    const server = new FuzzServer({ ...others, getupdates: script }, 'main@im.bot:token')
    let harness: AppHarness
    afterEach(() => harness.end())

    async function conversation(): Promise<ConversationSummary | undefined> {
      const { conversations } = await harness.request('app.snapshot', undefined)
      return conversations.find(({ contactUserId }) => contactUserId === 'good@im.wechat')
    }

    async function storedTexts(conversationId: ConversationId): Promise<string[]> {
      const texts: string[] = []
      let after = 0
      while (true) {
        const page = await harness.request('messages.page', { conversationId, limit: 200, after })
        const inbound = page.messages.filter(({ direction }) => direction === 'in')
        texts.push(...inbound.map(({ parts: [part] }) => (part?.kind === 'text' ? part.text : '')))
        const last = page.messages.at(-1)
        if (!page.hasNewer || last === undefined) return texts
        after = last.id
      }
    }

    /** The operator does one of everything, whatever the server makes of it. */
    async function operate(id: ConversationId | undefined): Promise<void> {
      if (id !== undefined) {
        const requestId = crypto.randomUUID()
        await harness.window.request('outbox.sendText', {
          conversationId: id,
          requestId,
          text: 'hi',
          force: true,
        })
        await harness.window.request('conversations.typing', { id, typing: true })
      }
      const { signIns } = await harness.request('app.snapshot', undefined)
      const ended: SignInId[] = signIns.filter(({ ended }) => ended).map((one) => one.id)
      for (const one of ended) await harness.request('signIn.dismiss', { id: one })
      if (signIns.length === ended.length)
        await harness.request('signIn.start', { label: null, accountId: null })
    }

    it(
      'loses no good message beside a bad one, and goes on (P2, P11)',
      async () => {
        harness = await AppHarness.start({}, { clock, createHttp: () => server })
        await harness.app.adopt(
          {
            token: 'main@im.bot:token',
            botId: 'main@im.bot',
            ownerUserId: null,
            baseUrl: harness.simulator.url,
          },
          { alias: 'main', contacts: [] },
        )
        let shown = await conversation()
        while (shown === undefined || shown.unread < good.length) {
          await clock.advance(60_000)
          shown = await conversation()
          await operate(shown?.id)
        }
        expect((await storedTexts(shown.id)).toSorted()).toEqual(good.toSorted())
        expect(server.answered).toBeGreaterThan(script.length)
      },
      CELL_MS,
    )
  })
}
