import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { StoredAttachment } from '#core/storage/media-repository.ts'
import { safeFileName } from '#shared/text/safe-file-name.ts'

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/silk': 'silk',
}

function extensionOf(type: string | null): string {
  if (type === null) return ''
  const known = EXTENSIONS[type] ?? type.slice(type.indexOf('/') + 1)
  return /^[a-z0-9]{1,8}$/.test(known) ? `.${known}` : ''
}

/** `picture-20260304-150000-7.png`: sorts by time wherever it is saved, and no two are the same. */
function dated({ declared, at, id }: StoredAttachment): string {
  const moment = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return `${declared === 'image' ? 'picture' : declared}-${moment}-${id}`
}

/** The name of a copy: the sender's where it is safe, else kind and time (P12). */
export function copyName(attachment: StoredAttachment, { type }: MediaFile): string {
  return safeFileName(attachment.name, `${dated(attachment)}${extensionOf(type)}`)
}
