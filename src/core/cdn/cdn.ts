import { createDownload } from './download.ts'
import type { CdnDeps, DownloadAnswer, DownloadCall, UploadCall, UploadOutcome } from './transfers.ts'
import { createUpload } from './upload.ts'

/** Moves media to and from the CDN; whatever else happens to them is not its concern. */
export interface Cdn {
  upload(call: UploadCall): Promise<UploadOutcome>
  download(call: DownloadCall): Promise<DownloadAnswer>
}

export function createCdn(deps: CdnDeps): Cdn {
  return { upload: createUpload(deps), download: createDownload(deps) }
}
