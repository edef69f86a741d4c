import path from 'node:path'
import { runQuery } from '#core/reads/queries.ts'
import { createReadSources, type ReadSources } from '#core/reads/sources.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import { DATABASE_NAME, type Database } from '#core/storage/database.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { ReadOnlyDatabase } from '#core/storage/read-only-database.ts'
import { runUntilKilled } from '#core/testing/killed.ts'
import { testRandom } from '#core/testing/random.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { MessagePart } from '#shared/model/message.ts'
import type { MessageFilter, MessageHit } from '#shared/model/search.ts'
import type { FoundMessages } from './find-messages.ts'

/*
 * A corpus of messages and an answer to every search of it that reads all of them. It shares no code with the index: it
 * knows neither tokens nor terms, only characters of four kinds and one pattern for each word that was typed.
 */

/** A message as the brute-force answer knows it. */
export interface CorpusMessage {
  id: number
  accountId: AccountId
  conversationId: ConversationId
  direction: 'in' | 'out'
  at: number
  parts: MessagePart[]
}

const START = 1_790_000_000_000
const PIECES = [
  '发货',
  '發貨',
  '什么',
  '什麼',
  '时候',
  '時候',
  '客户',
  '客戶',
  '颜色',
  '顏色',
  '裡面',
  '里面',
  '看著',
  '看着',
  '臺灣',
  '台湾',
  '好',
  '的',
  '吗',
  '嗎',
  '了',
  '一',
  '在',
  '有',
  '没',
  '請',
  '请',
  '問',
  '问',
  'Hello',
  'hello',
  'WORLD',
  'ｗｉｄｅ',
  'wide',
  'iPhone15',
  'size M',
  'M',
  'catalogue',
  'cat',
  'Größe',
  'naïve',
  'Привет',
  '13812345678',
  '１２３４',
  '12',
  '7',
  '2026-11-29',
  'SF1234567890',
  '100',
  '😊',
  '👍🏽',
  '👍',
  '👨‍👩‍👧',
  '❤️',
  '🇨🇳',
  '①',
  '㎏',
  '，',
  '。',
  '！',
  '、',
  '?',
  '.',
  '-',
  '/',
  '@',
  '～',
  '\n',
  '（',
  '）',
] as const
const NAMES = ['报价单.pdf', '報價單 v2.xlsx', 'photo_2026.jpg', '合同-终稿.docx', 'README.md'] as const

/** What is searched for: one, two, three characters, mixed, emoji, numbers, file names, several words, nothing. */
export const QUERIES = [
  '好',
  '发',
  '货',
  '什',
  '裡',
  '一',
  '发货',
  '發貨',
  '什么',
  '什麼',
  '颜色',
  '里面',
  '裡面',
  '看着',
  '看著',
  '台湾',
  '臺灣',
  '货吗',
  '好的',
  '的好',
  '发货了',
  '请问在',
  '客户好',
  '没有货',
  'hello',
  'HELLO',
  'Hel',
  'wo',
  'wide',
  'ＷＩＤＥ',
  'm',
  'M',
  'ca',
  'cat',
  'ello',
  'iphone',
  'iPhone15',
  'iphone1',
  'iphone 15',
  '15',
  '1234',
  '2345',
  '5678',
  '12',
  '7',
  '1',
  '13812345678',
  '2026',
  '11-29',
  '2026-11',
  'sf12',
  'SF1234567890',
  '7890',
  '😊',
  '👍',
  '👍🏽',
  '👩',
  '❤',
  '❤️',
  '🇨🇳',
  '1',
  'kg',
  '㎏',
  '.pdf',
  '报价单',
  '報價單.PDF',
  '合同-终',
  '合同终',
  'v2.xlsx',
  'photo',
  '好hello',
  'hello好',
  '发货 hello',
  'hello 发货 好',
  '好 好',
  '发 货',
  'size m',
  'größe',
  'GRÖSSE',
  'naïve',
  'привет',
  'ПРИ',
  '，',
  '?!',
  'nothing at all',
  '鑫',
  '转写',
  '一的在',
] as const

/** The same seed gives the same numbers. */
class SeededRandom {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number from 0 up to `limit`, which it never is (Lehmer, 48271). */
  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647
    return Math.floor((this.#state / 2_147_483_647) * limit)
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)]
    if (one === undefined) throw new RangeError('nothing to pick from')
    return one
  }
}

function text(random: SeededRandom): string {
  return Array.from({ length: 1 + random.below(9) }, () => {
    const piece = random.pick(PIECES)
    return random.below(5) === 0 ? `${piece} ` : piece
  }).join('')
}

function parts(random: SeededRandom): MessagePart[] {
  const kind = random.below(20)
  if (kind === 0) return [{ kind: 'image', width: null, height: null, size: null }]
  if (kind === 1) return [{ kind: 'file', name: random.pick(NAMES), size: 3 }]
  if (kind === 2) return [{ kind: 'voice', durationMs: 1, transcript: `转写${text(random)}` }]
  if (kind === 3)
    return [
      { kind: 'text', text: text(random) },
      { kind: 'text', text: text(random) },
    ]
  return [{ kind: 'text', text: text(random) }]
}

/** Accounts with conversations in a database, and messages in them as they are asked for; the same seed gives the same. */
export class Corpus {
  readonly messages = new Map<number, CorpusMessage>()
  readonly conversations: { id: ConversationId; accountId: AccountId }[] = []
  readonly #database: Database
  readonly #writer: MessageWriter
  readonly #random: SeededRandom
  readonly #ids = testRandom()
  /** What stands in each message, folded once: there are many questions. */
  readonly #texts = new Map<number, readonly string[]>()

  constructor(database: Database, seed: number) {
    this.#database = database
    this.#writer = new MessageWriter(database)
    this.#random = new SeededRandom(seed)
    const accounts = new AccountRepository(database, this.#ids)
    const conversations = new ConversationRepository(database)
    for (let n = 0; n < 4; n += 1) {
      const baseUrl = 'https://ilinkai.weixin.qq.com'
      const { id: accountId } = accounts.bind(null, { botId: `${n}@im.bot`, baseUrl, ownerUserId: null })
      for (let person = 0; person < 6; person += 1) {
        // the first two are known to every account
        const user = person < 2 ? `both-${person}@im.wechat` : `person-${n}-${person}@im.wechat`
        this.conversations.push({ id: conversations.ensure(accountId, user), accountId })
      }
    }
  }

  add(count: number): void {
    this.#database.transaction(() => {
      for (let n = 0; n < count; n += 1) {
        const { id: conversationId, accountId } = this.#random.pick(this.conversations)
        const message = {
          accountId,
          conversationId,
          direction: this.#random.below(2) === 0 ? ('in' as const) : ('out' as const),
          senderId: null,
          at: START + this.#random.below(200) * 86_400_000,
          parts: parts(this.#random),
        }
        const row = {
          ...message,
          quote: null,
          deletedAt: null,
          keys: { messageId: this.#ids.uuid(), clientId: null, seq: null },
          contentHash: null,
          isKeyed: false,
          raw: null,
        }
        const [id] = this.#writer.insertReceived({ accountId, receivedAt: START }, [row])
        if (id != null) this.messages.set(id, { ...message, id })
      }
    })
  }

  /** Gives every `nth` message other words. */
  edit(nth: number): void {
    this.#database.transaction(() => {
      for (const message of [...this.messages.values()].filter((_, index) => index % nth === 0)) {
        message.parts = parts(this.#random)
        this.#texts.delete(message.id)
        this.#database
          .sql('UPDATE messages SET parts = ? WHERE id = ?')
          .run(JSON.stringify(message.parts), message.id)
      }
    })
  }

  /** Deletes the oldest messages of a conversation. */
  delete(conversationId: ConversationId, count: number): void {
    const ids = [...this.messages.values()].filter((one) => one.conversationId === conversationId)
    this.#writer.deleteSome(conversationId, count)
    for (const { id } of ids.slice(0, count)) this.messages.delete(id)
  }

  /** Whether a message has what a filter asks for. */
  passes(id: number, filter: MessageFilter): boolean {
    const message = this.messages.get(id)
    return message !== undefined && passes(message, filter)
  }

  conversationOf(id: number): ConversationId {
    const message = this.messages.get(id)
    if (message === undefined) throw new Error('there is no such message')
    return message.conversationId
  }

  #textsOf({ id, parts }: CorpusMessage): readonly string[] {
    const known = this.#texts.get(id)
    if (known !== undefined) return known
    const texts = parts.map(bruteText)
    this.#texts.set(id, texts)
    return texts
  }

  /** Ids of what should be found, the newest first. */
  expected(typed: string, filter: MessageFilter = {}): number[] {
    const words = typed.split(/\s+/u).flatMap((word) => patternOf(word) ?? [])
    if (words.length === 0) return []
    return [...this.messages.values()]
      .filter((message) => passes(message, filter))
      .filter((message) => {
        const texts = this.#textsOf(message)
        return words.every((word) => texts.some((one) => word.test(one)))
      })
      .map(({ id }) => id)
      .reverse()
  }
}

function passes(message: CorpusMessage, filter: MessageFilter): boolean {
  return (
    (filter.accountId ?? message.accountId) === message.accountId &&
    (filter.conversationId ?? message.conversationId) === message.conversationId &&
    (filter.direction ?? message.direction) === message.direction &&
    message.parts.some(({ kind }) => filter.kinds?.includes(kind) ?? true) &&
    message.at >= (filter.from ?? message.at) &&
    message.at < (filter.to ?? message.at + 1)
  )
}

function bruteText(part: MessagePart): string {
  if (part.kind === 'text') return bare(part.text)
  if (part.kind === 'file') return bare(part.name)
  return part.kind === 'voice' ? bare(part.transcript ?? '') : ''
}

/** Both ways to write what stands in the corpus. */
const SIMPLE = new Map(
  [...'發发貨货麼么時时戶户顏颜裡里著着臺台灣湾嗎吗請请問问報报價价單单'.matchAll(/(.)(.)/gu)].map((pair) => [
    pair[1],
    pair[2],
  ]),
)

function bare(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u{1f3fb}-\u{1f3ff}\ufe0f\u200d]/gu, '')
    .replaceAll('ß', 'ss')
  return [...plain].map((character) => SIMPLE.get(character) ?? character).join('')
}

const GAP = '[^\\p{L}\\p{N}\\p{Extended_Pictographic}\\p{Regional_Indicator}]'

function classOf(character: string): 'digit' | 'letter' | 'own' | 'gap' {
  if (/\p{Nd}/u.test(character)) return 'digit'
  if (/[\p{sc=Han}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(character)) return 'own'
  return /\p{L}/u.test(character) ? 'letter' : 'gap'
}

/** What a typed word looks like in a text; null when it holds nothing but signs. */
function patternOf(word: string): RegExp | null {
  const characters = [...bare(word)]
  const known = characters.flatMap((character, index) => {
    const kind = classOf(character)
    const isApart = index > 0 && classOf(characters[index - 1] ?? '') === 'gap'
    return kind === 'gap' ? [] : [{ character, kind, isApart }]
  })
  const first = known[0]
  const last = known.at(-1)
  if (first === undefined || last === undefined) return null
  const isNumber = known.every(({ kind, isApart }, index) => kind === 'digit' && (index === 0 || !isApart))
  if (isNumber && known.length >= 4) return new RegExp(known.map(({ character }) => character).join(''), 'u')
  const edge = { digit: '\\p{Nd}', letter: '(?:(?!\\p{sc=Han})\\p{L})', own: '$^', gap: '$^' }
  let pattern = `(?<!${edge[first.kind]})`
  for (const [index, { character, kind, isApart }] of known.entries()) {
    const before = known[index - 1]
    const isSame = before?.kind === kind && kind !== 'own'
    if (before !== undefined) pattern += isSame ? (isApart ? `${GAP}+` : '') : `${GAP}*`
    pattern += character
  }
  let run = 0
  for (const { kind, isApart } of known.toReversed()) {
    if (kind !== last.kind) break
    run += 1
    if (isApart) break
  }
  // a single letter or digit is a word of its own, more are the beginning of one
  return new RegExp(last.kind !== 'own' && run < 2 ? `${pattern}(?!${edge[last.kind]})` : pattern, 'u')
}

/** Indexes and searches a database as the thread for reads does, through a connection of its own. */
export class SearchBench {
  readonly #database: ReadOnlyDatabase
  readonly #sources: ReadSources

  constructor(folder: string) {
    this.#database = new ReadOnlyDatabase(path.join(folder, DATABASE_NAME))
    this.#sources = createReadSources(this.#database, folder, () => performance.now())
  }

  /** Brings the index up to the database; answers how many portions it took. */
  index(): number {
    for (let portions = 1; ; portions += 1) {
      const run = () => runQuery(this.#sources, 'index-some', null)
      if (this.#database.snapshot(run).isComplete) return portions
    }
  }

  /** Ids of all that is found, page by page. */
  find(typed: string, filter: MessageFilter = {}): number[] {
    const found: number[] = []
    let before: number | null = null
    do {
      const page: FoundMessages = runQuery(this.#sources, 'search-messages', {
        ...{ text: typed, filter, before },
        limit: 200,
      })
      found.push(...page.hits.map(({ messageId }) => messageId))
      before = page.next
    } while (before !== null)
    return found
  }

  /** The newest of what is found. */
  hits(typed: string): readonly MessageHit[] {
    return runQuery(this.#sources, 'search-messages', { text: typed, filter: {}, before: null, limit: 50 })
      .hits
  }

  answers(queries: readonly string[]): number[][] {
    return queries.map((typed) => this.find(typed))
  }

  close(): void {
    this.#sources.index.close()
    this.#database.close()
  }
}

/** Indexes in a process of its own, which is killed right after it has begun the portion behind so many. */
export async function indexUntilKilled(folder: string, portions: number): Promise<void> {
  const script = `
    const { createReadSources } = await import('#core/reads/sources.ts')
    const { runQuery } = await import('#core/reads/queries.ts')
    const { ReadOnlyDatabase } = await import('#core/storage/read-only-database.ts')
    const database = new ReadOnlyDatabase(${JSON.stringify(path.join(folder, DATABASE_NAME))})
    const sources = createReadSources(database, ${JSON.stringify(folder)}, () => 0)
    for (let n = 0; ; n += 1) {
      if (n === ${portions}) process.stdout.write('now')
      database.snapshot(() => runQuery(sources, 'index-some', null))
    }`
  await runUntilKilled(script)
}
