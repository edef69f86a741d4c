import type { Content } from '../cdn/content.ts'
import { contentOf, noiseContent } from '../cdn/content.ts'
import { pdf } from './pdf.ts'
import { picture } from './picture.ts'
import { filmMp4 } from './video.ts'
import { voice } from './voice.ts'

const keptSamples = 64

/** Media that nobody brought along, made up so that they can be looked at and listened to. */
export class Samples {
  /** Drawing and digesting take time; ten thousand injected messages share a few pictures. */
  readonly #made = new Map<string, Content>()

  /**
   * A PNG.
   * @param hand whose picture it is; another one draws another
   */
  picture(hand: string, width: number, height: number): Content {
    return this.#once(`picture/${hand}/${width}/${height}`, () => contentOf(picture(hand, width, height)))
  }

  /** SILK of about `ms`. */
  voice(ms: number): Content {
    return this.#once(`voice/${ms}`, () => contentOf(voice(ms)))
  }

  /** An MP4 of two seconds. */
  film(): Content {
    return this.#once('film', () => contentOf(Buffer.from(filmMp4, 'base64')))
  }

  /** A file of `size` bytes: what is called a PDF is one, everything else means nothing. */
  file(name: string, size: number): Content {
    return this.#once(`file/${size}/${name}`, () => {
      const document = /\.pdf$/i.test(name) ? pdf(['Practice document', `${size} bytes`], size) : undefined
      // A few hundred bytes hold no page.
      return document?.length === size ? contentOf(document) : noiseContent(name, size)
    })
  }

  #once(name: string, make: () => Content): Content {
    const known = this.#made.get(name)
    if (known) return known
    const made = make()
    this.#made.set(name, made)
    const [oldest] = this.#made.keys()
    if (this.#made.size > keptSamples && oldest !== undefined) this.#made.delete(oldest)
    return made
  }
}
