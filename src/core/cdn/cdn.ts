import { createDownload } from './download.ts'
import type { CdnParts, DownloadAnswer, DownloadCall, UploadCall, UploadOutcome } from './transfers.ts'
import { createUpload } from './upload.ts'

/** Moves media to and from the CDN; whatever else happens to them is not its concern. */
export interface Cdn {
  upload(call: UploadCall): Promise<UploadOutcome>
  download(call: DownloadCall): Promise<DownloadAnswer>
}

export function createCdn(parts: CdnParts): Cdn {
  return { upload: createUpload(parts), download: createDownload(parts) }
}
