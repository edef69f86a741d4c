/** Turns a SILK voice into a mono WAV that a page can play, away from the event loop. Rejects on damaged bytes. */
export interface VoiceDecoder {
  decode(silk: Uint8Array): Promise<Uint8Array>
}

/** Bytes that a page may read, in a file or in memory. `type` is the MIME type to serve them as. */
export type ServedMedia =
  | { type: string; size: number; file: string }
  | { type: string; size: number; bytes: Uint8Array }

/** What the app's own protocol serves beside the page itself; null answers 404. */
export interface MediaServing {
  media(id: number): ServedMedia | null
  /** A received voice as WAV. */
  voice(id: number): Promise<ServedMedia | null>
  staged(id: string): ServedMedia | null
}
