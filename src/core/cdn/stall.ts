/** A transfer in which no byte moves for so long has died: what an upload may need to be taken. */
export const UPLOAD_STALL_MS = 60_000
/** The same of a download, as of any answer that has begun (P20). */
export const DOWNLOAD_STALL_MS = 30_000
