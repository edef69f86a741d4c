import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import type { NativeImage } from 'electron'
import { strict } from '../strict.ts'

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/** A picture as its PNG bytes; other formats and damaged files are empty pictures. */
export class HostNativeImage
  implements Pick<NativeImage, 'isEmpty' | 'toPNG' | 'toDataURL' | 'isTemplateImage' | 'setTemplateImage'>
{
  static {
    strict('nativeImage', HostNativeImage.prototype)
  }

  readonly #png: Buffer
  #template = false

  constructor(bytes: Uint8Array) {
    const png = Buffer.from(bytes)
    this.#png = png.length >= 24 && png.subarray(0, 8).equals(PNG_SIGNATURE) ? png : Buffer.alloc(0)
  }

  isEmpty(): boolean {
    return this.#png.length === 0
  }

  toPNG(): Buffer<ArrayBuffer> {
    return Buffer.from(this.#png)
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`
  }

  getSize(): { width: number; height: number } {
    if (this.isEmpty()) return { width: 0, height: 0 }
    return { width: this.#png.readUInt32BE(16), height: this.#png.readUInt32BE(20) }
  }

  /** The host has no decoder: the picture keeps its size. */
  resize(): HostNativeImage {
    return new HostNativeImage(this.#png)
  }

  isTemplateImage(): boolean {
    return this.#template
  }

  setTemplateImage(option: boolean): void {
    this.#template = option
  }
}

/** `nativeImage`. */
export function createNativeImageModule(): {
  createEmpty(): HostNativeImage
  createFromBuffer(buffer: Uint8Array): HostNativeImage
  createFromPath(path: string): HostNativeImage
  createFromDataURL(url: string): HostNativeImage
} {
  return strict('nativeImage', {
    createEmpty: () => new HostNativeImage(Buffer.alloc(0)),
    createFromBuffer: (buffer: Uint8Array) => new HostNativeImage(buffer),
    createFromPath: imageFromPath,
    createFromDataURL: (url: string) =>
      new HostNativeImage(Buffer.from(/^data:[^,]*;base64,(.*)$/s.exec(url)?.[1] ?? '', 'base64')),
  })
}

/** What stands where Electron takes a picture or its path. */
export function imageOf(source: unknown): HostNativeImage {
  return source instanceof HostNativeImage ? source : imageFromPath(String(source))
}

function imageFromPath(path: string): HostNativeImage {
  try {
    return new HostNativeImage(readFileSync(path))
  } catch {
    return new HostNativeImage(Buffer.alloc(0))
  }
}
