import type { GalleryItem } from '#shared/model/media.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import type { Formats } from '../../formatting/format.ts'
import { kindWord } from '../../formatting/message-words.ts'
import type { Translate } from '../../i18n/index.ts'

/** What an entry is called: a file's name, for all else its kind. */
export function itemName({ name, declared }: GalleryItem, t: Translate): string {
  return shownFileName(name).short || kindWord(declared, t)
}

/** An entry in one line: its kind, its name where it has one, its size where that is known. */
export function itemLine({ media, name, declared }: GalleryItem, t: Translate, formats: Formats): string {
  const size = media.size === null ? '' : formats.size(media.size)
  return [kindWord(declared, t), shownFileName(name).short, size].filter((word) => word !== '').join(' · ')
}
