import fc from 'fast-check'
import vectors from '#test/fixtures/ilink-vectors.json'

/** One answer of a server that may do anything. */
export type FuzzAnswer =
  | { kind: 'answer'; status: number; body: string }
  | { kind: 'failure'; failure: 'reset' | 'refused' | 'timeout' }

const status: readonly unknown[] = [
  { ret: 0, status: 'wait' },
  { ret: 0, status: 'scaned' },
  { ret: 0, status: 'scaned_but_redirect', redirect_host: 'ilinkai.wechat.com' },
  ...vectors.login_sequences.flatMap(({ polls }): unknown[] => polls),
]

/** Answers as they should be, by call: what is mutated. */
const WELL_FORMED: Readonly<Record<string, readonly string[]>> = {
  get_bot_qrcode: [
    JSON.stringify({ ret: 0, qrcode: 'abc123', qrcode_img_content: 'https://liteapp.weixin.qq.com/q/x' }),
  ],
  get_qrcode_status: status.map((answer) => JSON.stringify(answer)),
  getupdates: [
    ...vectors.inbound.map(({ wire }) => wire),
    ...vectors.getupdates_outcomes.map(({ body }) => body ?? ''),
  ],
  sendmessage: vectors.sendmessage_outcomes.map(({ body }) => body ?? ''),
  getconfig: [
    JSON.stringify({ ret: 0, typing_ticket: 'dGlja2V0' }),
    '{"ret":-4,"errmsg":"get typing ticket failed"}',
  ],
  sendtyping: ['{"ret":0}', '{"ret":-2,"errmsg":"typing_ticket invalid"}'],
  notifystart: ['{"ret":0}', '{"errcode":-14,"errmsg":"session timeout"}'],
  notifystop: ['{"ret":0}'],
}

export const CALLS: readonly string[] = Object.keys(WELL_FORMED)

/** Puts `value` in the place of the `at`-th member of a tree, counted through all of it. */
export function withMember(root: unknown, at: number, value: unknown): unknown {
  const copy = structuredClone(root)
  const places: { holder: object; key: string }[] = []
  const visit = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return
    for (const [key, member] of Object.entries(holder)) {
      places.push({ holder, key })
      visit(member)
    }
  }
  visit(copy)
  const place = places[at % Math.max(1, places.length)]
  if (place !== undefined) Reflect.set(place.holder, place.key, value)
  return copy
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const mutation = fc.record({ at: fc.nat(200), value: fc.jsonValue({ maxDepth: 2 }) })

function mutatedTree(text: string): fc.Arbitrary<string> {
  return fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      JSON.stringify(changes.reduce((tree, { at, value }) => withMember(tree, at, value), parsed(text))),
    )
}

/** The text with a piece cut out, or something else in its place. */
function mutatedText(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.nat(text.length),
      fc.nat(40),
      fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 10 })),
    )
    .map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length))
}

function bodies(call: string): fc.Arbitrary<string> {
  const base = fc.constantFrom(...(WELL_FORMED[call] ?? ['{}']))
  return fc.oneof(
    { weight: 4, arbitrary: base.chain(mutatedTree) },
    { weight: 3, arbitrary: base.chain(mutatedText) },
    { weight: 1, arbitrary: base },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  )
}

/** Mutated, generated and now and then sound answers to a call. */
export function answersTo(call: string): fc.Arbitrary<FuzzAnswer> {
  const statuses = fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.constantFrom(201, 204, 302, 404, 429, 500, 502, 504, 524) },
  )
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ kind: fc.constant('answer' as const), status: statuses, body: bodies(call) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('failure' as const),
        failure: fc.constantFrom('reset' as const, 'refused' as const, 'timeout' as const),
      }),
    },
  )
}

const inboundMessages: readonly unknown[] = vectors.inbound.flatMap(({ wire }) => {
  const body = parsed(wire)
  const msgs = typeof body === 'object' && body !== null ? Reflect.get(body, 'msgs') : []
  return Array.isArray(msgs) ? msgs : []
})

/** Broken messages to stand beside good ones. */
export const brokenMessages: fc.Arbitrary<unknown[]> = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom(...inboundMessages), fc.array(mutation, { minLength: 1, maxLength: 3 }))
      .map(([message, changes]) =>
        changes.reduce((tree, { at, value }) => withMember(tree, at, value), message),
      ),
    fc.jsonValue(),
  ),
  { maxLength: 4 },
)
