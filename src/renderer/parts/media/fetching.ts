import type { MediaReason, MediaView } from '#shared/model/media.ts'

/** Fetching these again ends in the same way. */
const HOPELESS: ReadonlySet<MediaReason> = new Set(['host-not-allowed', 'no-address', 'bad-key'])

/** Whether asking for bytes that are not here can bring them. */
export function fetchHelps({ reason }: Pick<MediaView, 'reason'>): boolean {
  return reason === null || !HOPELESS.has(reason)
}
