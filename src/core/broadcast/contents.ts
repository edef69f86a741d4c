import { sendKindOf } from '#core/media/content-kind.ts'
import type { OutgoingContent } from '#core/outbox/enqueue.ts'
import type { StoredContent } from '#core/storage/broadcast-content-repository.ts'

/** A recipient's messages that are to be sent now, as the outbox takes them: the pieces, then the files. */
export function contentsFor(
  pieces: readonly string[],
  items: readonly number[],
  { files }: Pick<StoredContent, 'files'>,
): OutgoingContent[] {
  return items.map((item): OutgoingContent => {
    const text = pieces[item]
    if (text !== undefined) {
      const piece = pieces.length === 1 ? null : { index: item + 1, count: pieces.length }
      return { kind: 'text', text, piece }
    }
    const found = files[item - pieces.length]
    // a run holds its files from its start or retry on, which look for them first
    if (found === undefined || found.file === null) throw new Error('a file of a broadcast is not known')
    const { name, file, asFile } = found
    return { kind: 'attachment', attachment: { file, name, kind: asFile ? 'file' : sendKindOf(file) } }
  })
}
