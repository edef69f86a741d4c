import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import type { QuickReplyContent, StoredQuickReplyItem } from '#core/storage/quick-reply-repository.ts'
import { AppError } from '#shared/errors.ts'
import { MAX_QUICK_REPLY_ENTRIES, MAX_QUICK_REPLY_EXPORT_BYTES } from '#shared/limits.ts'
import { checkEntry } from './check-entry.ts'
import type { ImportedItem, ImportedReplies, ImportedReply } from './imported.ts'

const FORMAT = 'linkboard-quick-replies'
const VERSION = 1
/** Entries looked at in one turn. */
const PORTION = 200
/** Items of an entry that are looked at; blank ones among them count for nothing. */
const MAX_ITEMS = 100

/** Looked into only once it is known not to be endless. */
const Untold = z.custom<readonly unknown[]>((value) => Array.isArray(value))

const File = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  replies: Untold,
})
const Entry = z.object({
  title: z.string().default(''),
  group: z.string().default(''),
  items: Untold,
})
const Item = z.union([
  z.object({ text: z.string() }),
  z.object({ file: z.string(), asFile: z.boolean().default(false), data: z.string().optional() }),
])
const Items = z.array(Item)

/** All of them with their files in it. `read` answers the bytes of a file, or null where they cannot be had. */
export async function* jsonOf(
  replies: readonly QuickReplyContent[],
  read: (hash: string) => Promise<Buffer | null>,
  leaveOut: () => void,
): AsyncGenerator<string> {
  let room = MAX_QUICK_REPLY_EXPORT_BYTES
  async function toItem(item: StoredQuickReplyItem) {
    if (item.kind === 'text') return { text: item.text }
    const named = { file: item.name, asFile: item.asFile }
    const size = item.file?.size ?? Number.POSITIVE_INFINITY
    const bytes = size > room ? null : await read(item.hash)
    if (bytes === null) {
      leaveOut()
      return named
    }
    room -= size
    return { ...named, data: bytes.toString('base64') }
  }

  yield `{"format":"${FORMAT}","version":${VERSION},"replies":[`
  for (const [index, { title, group, items }] of replies.entries()) {
    const written = []
    for (const item of items) written.push(await toItem(item))
    yield `${index === 0 ? '' : ','}\n${JSON.stringify({ title, group, items: written })}`
  }
  yield '\n]}\n'
}

/** @throws AppError `quick-replies-unreadable`, `quick-replies-too-large` */
export async function readJson(text: string): Promise<ImportedReplies> {
  const file = File.safeParse(parsed(text))
  if (!file.success) throw new AppError('quick-replies-unreadable')
  if (file.data.replies.length > MAX_QUICK_REPLY_ENTRIES) throw new AppError('quick-replies-too-large')
  const problems: ImportedReplies['problems'][number][] = []
  const replies: ImportedReply[] = []
  for (const [index, given] of file.data.replies.entries()) {
    if (index % PORTION === PORTION - 1) await setImmediate()
    const at = index + 1
    const entry = Entry.safeParse(given)
    if (!entry.success) {
      problems.push({ at, problem: 'not-an-entry' })
      continue
    }
    if (entry.data.items.length > MAX_ITEMS) {
      problems.push({ at, problem: 'too-many-items' })
      continue
    }
    const itemsRead = Items.safeParse(entry.data.items)
    if (!itemsRead.success) {
      problems.push({ at, problem: 'not-an-entry' })
      continue
    }
    const items = itemsRead.data.map(toImported)
    if (items.includes(null)) problems.push({ at, problem: 'bad-file' })
    const checked = checkEntry({ ...entry.data, items: items.flatMap((item) => item ?? []) })
    if (typeof checked !== 'string') replies.push(checked)
    // of an entry that is nothing but its lost file it is said already
    else if (checked !== 'nothing-in-it' || !items.includes(null)) problems.push({ at, problem: checked })
  }
  return { replies, problems }
}

/** @throws AppError `quick-replies-unreadable` */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('quick-replies-unreadable')
  }
}

/** Null for a file without its bytes. */
function toImported(item: z.infer<typeof Item>): ImportedItem | null {
  if ('text' in item) return { kind: 'text', text: item.text }
  const bytes = Buffer.from(item.data ?? '', 'base64')
  return bytes.length === 0 ? null : { kind: 'file', name: item.file, asFile: item.asFile, bytes }
}
