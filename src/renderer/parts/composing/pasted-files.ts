import { isBlank } from '#shared/text/repair.ts'

/** What of a paste decides. */
export interface Pasted {
  readonly files: Iterable<File>
  getData(type: string): string
}

/**
 * The files of a paste; none where a text is meant, which then goes where the caret is. Office programs and web
 * pages put a picture of what was copied beside the text, and a blank text beside a picture; file managers put
 * the names of the files. So a text counts if anything of it would be seen and it is more than those names.
 */
export function pastedFiles(data: Pasted): File[] {
  const files = [...data.files]
  const text = data.getData('text/plain')
  return isBlank(text) || isNamesOf(text, files) ? files : []
}

/** Whether every line of a text is the name, path or address of one of the files. */
function isNamesOf(text: string, files: readonly File[]): boolean {
  const names = new Set(files.map(({ name }) => name.normalize('NFC')))
  return text.split(/[\r\n]+/u).every((line) => line.trim() === '' || names.has(lastPart(line)))
}

function lastPart(line: string): string {
  const last = line.trim().split(/[/\\]/u).at(-1) ?? ''
  const name = /^file:/iu.test(line.trim()) ? decoded(last) : last
  return name.normalize('NFC')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
