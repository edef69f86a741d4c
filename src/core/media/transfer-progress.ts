import type { Clock } from '#core/ports.ts'
import type { MediaId, MediaProgress } from '#shared/model/media.ts'

/** Shortest time between two words on one transfer. */
const EVERY_MS = 150

/** Tells how far transfers are, not more often than anyone can see. */
export class TransferProgress {
  readonly #clock: Clock
  readonly #tell: (progress: MediaProgress) => void
  readonly #toldAt = new Map<MediaId, number>()

  constructor(clock: Clock, tell: (progress: MediaProgress) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  /** @param total bytes; null while nobody knows */
  report(id: MediaId, done: number, total: number | null): void {
    const now = this.#clock.monotonic()
    const told = this.#toldAt.get(id)
    if (told !== undefined && now - told < EVERY_MS) return
    this.#toldAt.set(id, now)
    this.#tell({ id, progress: { done, total } })
  }

  end(id: MediaId): void {
    if (this.#toldAt.delete(id)) this.#tell({ id, progress: null })
  }
}
