import type { MediaId, StagedId } from './media.ts'

/** Where a page finds the bytes of a held medium: in its own origin, with ranges. */
export function mediaAddress(id: MediaId): string {
  return `/media/${id}`
}

/** Where a page finds a voice in a form that it can play: mono WAV. */
export function voiceAddress(id: MediaId): string {
  return `/media/${id}/voice`
}

/** Where a page finds the bytes of a staged picture or video, for its preview. */
export function stagedAddress(id: StagedId): string {
  return `/media/staged/${id}`
}
