import type { MediaId } from '#shared/model/media.ts'
import { mediaAddress } from '#shared/model/media-address.ts'
import { createFewAtOnce } from './few-at-once.ts'
import { canBeDrawn, measurePicture, type PictureSize, shrinkPicture } from './shrink-picture.ts'

/** Longest edge of a thumbnail in CSS pixels; on dense screens it has as many times more. */
const EDGE = 320
/** Thumbnails kept; each is some tens of kilobytes. */
const KEPT = 200
/** Pictures decoded at the same time; each may take 200 MB while it is. */
const AT_ONCE = 2

/** Small pictures of large ones, made in this page, where nothing that a picture does to its decoder matters (P12). */
export interface Thumbnails {
  /**
   * Address of a small picture; null when the bytes could not be had or cannot be drawn. Asking twice
   * makes it once; after null it is tried again.
   */
  of(id: MediaId): Promise<string | null>
  /** Gives all of them back: the ids mean other media from now on. */
  clear(): void
}

/** What is needed of the browser. */
export interface ThumbnailPorts {
  density(): number
  fetchBlob(address: string): Promise<Blob>
  /** Reads a picture's size without decoding it; rejects for what is none. */
  measure(picture: Blob): Promise<PictureSize>
  /** Draws a picture no larger than `edge` pixels; rejects for what cannot be drawn. */
  shrink(picture: Blob, size: PictureSize, edge: number): Promise<Blob>
  toAddress(picture: Blob): string
  release(address: string): void
}

export function createThumbnails(ports: ThumbnailPorts): Thumbnails {
  const made = new Map<MediaId, Promise<string | null>>()
  const fewAtOnce = createFewAtOnce(AT_ONCE)

  async function make(id: MediaId): Promise<string | null> {
    try {
      const picture = await ports.fetchBlob(mediaAddress(id))
      const size = await ports.measure(picture)
      if (!canBeDrawn(size)) return null
      return ports.toAddress(await ports.shrink(picture, size, EDGE * ports.density()))
    } catch {
      return null
    }
  }

  async function giveBack(making: Promise<string | null>): Promise<void> {
    const address = await making
    if (address !== null) ports.release(address)
  }

  function forgetOldest(): void {
    const [oldest] = made
    if (made.size <= KEPT || oldest === undefined) return
    made.delete(oldest[0])
    void giveBack(oldest[1])
  }

  function keep(id: MediaId, making: Promise<string | null>): void {
    made.set(id, making)
    forgetOldest()
    void making.then((address) => {
      if (address === null && made.get(id) === making) made.delete(id)
    })
  }

  return {
    of(id) {
      const known = made.get(id)
      if (known) {
        // what was asked for last is forgotten last
        made.delete(id)
        made.set(id, known)
        return known
      }
      const making = fewAtOnce(() => make(id))
      keep(id, making)
      return making
    },
    clear() {
      const all = [...made.values()]
      made.clear()
      for (const making of all) void giveBack(making)
    },
  }
}

/** The browser's own means. */
export const browserThumbnailPorts: ThumbnailPorts = {
  density: () => Math.min(2, window.devicePixelRatio),
  async fetchBlob(address) {
    const response = await fetch(address)
    if (!response.ok) throw new Error('the picture is not there')
    return response.blob()
  },
  measure: measurePicture,
  shrink: shrinkPicture,
  toAddress: (picture) => URL.createObjectURL(picture),
  release: (address) => URL.revokeObjectURL(address),
}
