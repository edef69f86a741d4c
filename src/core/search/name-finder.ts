import type { Tokeniser } from './tokeniser.ts'

type Pinyin = typeof import('pinyin-pro')

/** Finds names by any part of them, and Chinese ones by their pinyin and initials. */
export class NameFinder {
  readonly #source: { readonly tokeniser: Tokeniser }
  #pinyin: Pinyin | null = null
  /** By character: the letters its readings begin with. */
  readonly #initials = new Map<string, string>()

  constructor(source: { readonly tokeniser: Tokeniser }) {
    this.#source = source
  }

  /** Loads the dictionary of readings; without it names are found by their characters. */
  async load(): Promise<void> {
    this.#pinyin ??= await import('pinyin-pro')
  }

  /** A name or a word as it is compared. */
  fold(text: string): string {
    return this.#source.tokeniser
      .tokens(text)
      .map((token) => token.text)
      .join('')
  }

  /** Whether the name is read like this. @param typed folded */
  readsLike(name: string, typed: string): boolean {
    if (this.#pinyin === null || !/^[a-zü]+$/u.test(typed) || !/\p{Script=Han}/u.test(name)) return false
    const folded = this.fold(name)
    // reading is dear: most names have no character that begins so
    const couldBegin = [...folded].some((character) => this.#initialsOf(character).includes(typed.charAt(0)))
    return couldBegin && this.#pinyin.match(folded, typed, { continuous: true }) !== null
  }

  #initialsOf(character: string): string {
    const known = this.#initials.get(character)
    if (known !== undefined) return known
    const readings =
      this.#pinyin?.pinyin(character, { multiple: true, toneType: 'none', type: 'array' }) ?? []
    const initials = readings.map((reading) => reading.charAt(0)).join('')
    this.#initials.set(character, initials)
    return initials
  }
}
