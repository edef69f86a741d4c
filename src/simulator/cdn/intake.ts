import { keptBytes } from './blob-store.ts'
import { decipherer } from './cipher.ts'
import type { Content } from './content.ts'
import { Digester } from './content.ts'
import type { Upload } from './uploads.ts'

/** Takes an upload's body piece by piece: deciphers, digests and keeps it while it is not too large. */
export class Intake {
  readonly #upload: Upload
  readonly #decipher: ReturnType<typeof decipherer>
  readonly #digester = new Digester()
  #kept: Buffer[] = []
  #received = 0

  constructor(upload: Upload) {
    this.#upload = upload
    this.#decipher = decipherer(upload.keyHex)
  }

  take(piece: Buffer): void {
    this.#received += piece.length
    if (this.#received <= this.#upload.fileSize) this.#plain(this.#decipher.update(piece))
  }

  /** The plain content once the body has ended, or a sentence on why it is not what was announced. */
  finish(): Content | string {
    const { fileSize, rawSize, md5 } = this.#upload
    if (this.#received !== fileSize) {
      return `the body has ${this.#received} bytes, filesize announced ${fileSize}`
    }
    try {
      this.#plain(this.#decipher.final())
    } catch {
      return 'the body does not decipher with the announced aeskey'
    }
    if (this.#digester.size !== rawSize) {
      return `the body deciphers to ${this.#digester.size} bytes, rawsize announced ${rawSize}`
    }
    const content = this.#digester.content(rawSize > keptBytes ? undefined : Buffer.concat(this.#kept))
    return content.md5 === md5 ? content : `the plain bytes have MD5 ${content.md5}, announced was ${md5}`
  }

  #plain(bytes: Buffer): void {
    this.#digester.update(bytes)
    if (this.#upload.rawSize <= keptBytes) this.#kept.push(bytes)
  }
}
