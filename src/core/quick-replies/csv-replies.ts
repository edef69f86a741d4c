import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import { BYTE_ORDER_MARK, csvRows } from '#core/csv.ts'
import type { QuickReplyContent } from '#core/storage/quick-reply-repository.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_QUICK_REPLY_ENTRIES } from '#shared/limits.ts'
import type { Language } from '#shared/model/settings.ts'
import { checkEntry } from './check-entry.ts'
import type { ImportedReplies, ImportedReply } from './imported.ts'

/** What the columns are called; all of these are understood in either language. */
const COLUMNS: Record<Language, { group: string; title: string; text: string }> = {
  en: { group: 'Group', title: 'Title', text: 'Text' },
  'zh-CN': { group: '分组', title: '标题', text: '内容' },
}
const GROUP = /^(?:group|category|分组|分类)$/iu
const TITLE = /^(?:title|keyword|name|标题|关键词|名称)$/iu
const TEXT = /^(?:text|message|content|reply|内容|文字|消息|回复) ?\d*$/iu

/** Read in one turn, in UTF-16 units. */
const PORTION = 64 * 1024
/** What a spreadsheet would take for a formula, and what tells it not to (csv.ts). */
const GUARDED = /^'+[=+\-@＝＋－＠\t\r\n]/u
const FORMULA_BEHIND_GUARDS = /^'+(?=[=+\-@＝＋－＠\t\r\n])/u

/** The texts of all, each in a column of its own, for spreadsheets. */
export function* csvOf(replies: readonly QuickReplyContent[], language: Language): Generator<string> {
  const words = COLUMNS[language]
  const rows = replies.flatMap((reply) => {
    const texts = reply.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []))
    return texts.length === 0 ? [] : [{ ...reply, texts }]
  })
  const most = Math.max(1, ...rows.map(({ texts }) => texts.length))
  const columns = Array.from({ length: most }, (_, index) =>
    index === 0 ? words.text : `${words.text} ${index + 1}`,
  )
  yield BYTE_ORDER_MARK + csvRows([[words.group, words.title, ...columns]])
  for (const { group, title, texts } of rows) yield csvRows([[group, title, ...texts].map(guardedTwice)])
}

/** What already looks guarded gets one guard more, so that reading takes none of its own away. */
function guardedTwice(cell: string): string {
  return GUARDED.test(cell) ? `'${cell}` : cell
}

function unguarded(cell: string): string {
  return FORMULA_BEHIND_GUARDS.test(cell) ? cell.slice(1) : cell
}

/** @throws AppError `quick-replies-no-columns`, `quick-replies-too-large` */
export async function readCsv(text: string): Promise<ImportedReplies> {
  const problems: ImportedReplies['problems'][number][] = []
  const replies: ImportedReply[] = []
  const parser = Readable.from(portions(text)).pipe(
    parse({
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
    }),
  )
  let columns: Columns | null = null
  let line = 1
  try {
    for await (const row of parser) {
      const { record, info }: { record: string[]; info: { lines: number } } = row
      const at = line
      line = info.lines + 1
      if (columns === null) {
        columns = columnsOf(record)
        continue
      }
      if (problems.length + replies.length === MAX_QUICK_REPLY_ENTRIES)
        throw new AppError('quick-replies-too-large')
      const checked = checkEntry(entryOf(record, columns))
      if (typeof checked === 'string') problems.push({ at, problem: checked })
      else replies.push(checked)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    problems.push({
      at: line,
      problem: error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'unclosed-quote' : 'not-an-entry',
    })
  }
  if (columns === null) throw new AppError('quick-replies-no-columns')
  return { replies, problems }
}

async function* portions(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += PORTION) {
    yield text.slice(at, at + PORTION)
    await setImmediate()
  }
}

/** What separates the names of the columns: spreadsheets write what their country uses. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split('\n', 1)
  const counted = [',', ';', '\t', '，'].map((sign) => ({ sign, count: head.split(sign).length }))
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign
}

interface Columns {
  group: number
  title: number
  texts: readonly number[]
}

/** @throws AppError `quick-replies-no-columns` */
function columnsOf(head: readonly string[]): Columns {
  const names = head.map((name) => name.trim())
  const texts = names.flatMap((name, index) => (TEXT.test(name) ? [index] : []))
  if (texts.length === 0) throw new AppError('quick-replies-no-columns')
  return {
    group: names.findIndex((name) => GROUP.test(name)),
    title: names.findIndex((name) => TITLE.test(name)),
    texts,
  }
}

function entryOf(record: readonly string[], { group, title, texts }: Columns): ImportedReply {
  const cell = (index: number) => unguarded(record[index] ?? '')
  return {
    group: cell(group),
    title: cell(title),
    items: texts.map((index) => ({ kind: 'text', text: cell(index) })),
  }
}
