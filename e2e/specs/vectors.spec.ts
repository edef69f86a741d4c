import vectors from '../../test/fixtures/ilink-vectors.json' with { type: 'json' }
import type { Kind } from '../pages/conversation.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The inbound vectors of the fact sheet, served byte by byte, as the operator sees them. */

/** One shown message: whose it is, of what kind, and what must stand in it. */
interface Shown {
  readonly who?: 'You'
  readonly kind: Kind
  /** Pieces of text in this order, to the character. */
  readonly says: readonly string[]
  readonly saysNot?: readonly string[]
}

const QUOTED_TEXT = '你好 hello line 2'
const UNKNOWN_KIND = 'A kind of message Linkboard does not know'

/** What each vector puts on screen. */
const SHOWN: Readonly<Record<string, readonly Shown[]>> = {
  'in-text': [{ kind: 'Text', says: ['你好 hello\nline 2'] }],
  'in-image': [{ kind: 'Image', says: ['Image', '157 × 210', '80 B'] }],
  'in-image-keyA': [{ kind: 'Image', says: ['Image'] }],
  'in-image-plain': [{ kind: 'Image', says: ['Image'] }],
  'in-voice-text': [{ kind: 'Voice', says: ['0:02', '明天下午三点开会', 'Automatic transcript'] }],
  'in-voice-notext': [{ kind: 'Voice', says: ['0:01'], saysNot: ['transcript'] }],
  'in-file': [{ kind: 'File', says: ['报价 2026.pdf', '69 B'] }],
  'in-video': [{ kind: 'Video', says: ['0:02', '473 KB'] }],
  'in-quote-inline': [{ kind: 'Text', says: ['Alice', 'quoted body', 'same here'] }],
  'in-quote-media': [{ kind: 'Text', says: ['[Image]', 'what is this?'] }],
  'in-quote-svrid': [{ kind: 'Text', says: [QUOTED_TEXT, 'about that'] }],
  'in-quote-partial': [
    { kind: 'Text', says: ['hello', 'Part of a message', 'this part'], saysNot: ['line 2'] },
  ],
  'in-quote-on-voice': [{ kind: 'Voice', says: [QUOTED_TEXT, '0:01', 'yes'] }],
  'in-unknown-8': [{ kind: 'Unsupported', says: [UNKNOWN_KIND, '8'] }],
  'in-type-missing': [{ kind: 'Text', says: ['typeless'] }],
  'in-buttons-quote': [{ kind: 'Text', says: ['[Unsupported]', 'picked'] }],
  'in-tool': [{ who: 'You', kind: 'Text', says: ['search started', 'Sent by another program'] }],
  'in-tool-result': [{ who: 'You', kind: 'Text', says: ['search finished: completed'] }],
  'in-multi-item': [{ kind: 'Text', says: ['see photo', 'Image'] }],
  'in-no-id': [{ kind: 'Text', says: ['no id'] }],
  'in-empty-items': [{ kind: 'Unsupported', says: [UNKNOWN_KIND] }],
  'in-recalled': [{ kind: 'Text', says: ['oops', 'Marked as deleted'] }],
  'in-empty-poll': [],
  'in-no-ret': [{ kind: 'Text', says: ['ret absent'] }],
  'in-duplicate': [
    { kind: 'Text', says: ['twice'] },
    { kind: 'Text', says: ['twice'] },
  ],
}

// The vectors come with cursors of their own, which the simulator never gave out.
test.use({ brokenRules: ['cursor'] })

test('P2: every inbound vector is shown rightly, once and in order', async ({ board, simulator }) => {
  const { world } = simulator
  world.addAccount({ account: 'shop', userId: 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat' })
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  for (const [index, { wire }] of vectors.inbound.entries()) {
    world.fault({ call: 'getupdates', kind: 'garbage', body: withCursor(wire, index) })
  }
  // The open poll ends with this one; those after it bring the vectors, whatever times they name (P19).
  world.inject({ account: 'shop', text: 'first of all' })
  await board.page.setViewportSize({ width: 1280, height: 5000 })
  const shop = await board.open('Shop')

  const expected = vectors.inbound.flatMap(({ id }) => SHOWN[id] ?? [])
  const articles = shop.log.getByRole('article')
  await expect(articles).toHaveCount(expected.length + 1)
  await expect(articles.first()).toContainText('first of all')
  for (const [index, { who = 'Shop', kind, says, saysNot = [] }] of expected.entries()) {
    const article = articles.nth(index + 1)
    await expect.soft(article).toHaveAccessibleName(new RegExp(`^${who}, ${kind}, \\d\\d:\\d\\d$`))
    const text = (await article.textContent()) ?? ''
    expect.soft(partsMissing(text, says), `in "${text}"`).toEqual([])
    for (const part of saysNot) expect.soft(text).not.toContain(part)
  }
  expect(Object.keys(SHOWN)).toEqual(vectors.inbound.map(({ id }) => id))
  expect(vectors.inbound).toHaveLength(25)
})

/** The vector's answer with a cursor of its own, unless its cursor is empty. */
function withCursor(wire: string, index: number): string {
  const cursor = Buffer.from(`vector ${index}`).toString('base64')
  return wire.replace(/"get_updates_buf":"[^"]+"/, `"get_updates_buf":"${cursor}"`)
}

/** Those parts that do not stand in the text behind the parts before them. */
function partsMissing(text: string, parts: readonly string[]): string[] {
  let from = 0
  return parts.filter((part) => {
    const at = text.indexOf(part, from)
    if (at !== -1) from = at + part.length
    return at === -1
  })
}
