import type { UploadOutcome } from '#core/cdn/transfers.ts'
import { fileItem, imageItem, type OutgoingItem, videoItem } from '#core/ilink/message-builder.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { StoredAttachment } from '#core/storage/media-repository.ts'
import type { StoredMessage } from '#core/storage/messages/message-reader.ts'
import type { MediaId, SendKind } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What one message needs uploaded, and for whom: an upload is bound to its recipient (fact sheet 6.1). */
export interface Upload {
  mediaId: MediaId
  kind: SendKind
  name: string
  file: MediaFile
  toUserId: string
}

/** Null when the bytes are not here any more. */
export function uploadOf(
  message: StoredMessage | null,
  [attachment]: readonly StoredAttachment[],
  toUserId: string,
): Upload | null {
  const part = message?.parts[0]
  if (part === undefined || attachment === undefined || attachment.file === null) return null
  switch (part.kind) {
    case 'image':
    case 'video':
      return {
        mediaId: attachment.id,
        kind: part.kind,
        name: attachment.name,
        file: attachment.file,
        toUserId,
      }
    case 'file':
      return { mediaId: attachment.id, kind: 'file', name: part.name, file: attachment.file, toUserId }
    case 'text':
    case 'voice':
    case 'progress':
    case 'unsupported':
    case 'unreadable':
      return null
    default:
      return unreachable(part)
  }
}

/** The item that sends what was uploaded. */
export function itemOf(upload: Upload, uploaded: Extract<UploadOutcome, { kind: 'uploaded' }>): OutgoingItem {
  switch (upload.kind) {
    case 'image':
      return imageItem(uploaded)
    case 'video':
      return videoItem(uploaded)
    case 'file':
      return fileItem(uploaded, { name: upload.name, size: upload.file.size })
    default:
      return unreachable(upload.kind)
  }
}
