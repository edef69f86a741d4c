/** A transfer in which no byte moves for so long has died. */
export const STALL_MS = 60_000
