import { createHanVariants } from './han-variants.ts'

/**
 * What is found as one: a word's letters, a row of digits, or a single character of a script that is written
 * without blanks, or an emoji.
 */
export interface Token {
  /** Folded: what compares equal is equal. */
  text: string
  kind: 'letters' | 'digits' | 'single'
  /** Where it stands in the text, in UTF-16 units. */
  start: number
  end: number
}

/** A character as it is compared: its folded form with what that is. */
type Piece =
  | { kind: Token['kind']; text: string }
  /** Belongs to what stands before it. */
  | { kind: 'mark'; text: string }
  /** Nobody sees it, and it parts nothing. */
  | { kind: 'nothing' }
  /** A blank, a sign: parts what stands on either side. */
  | { kind: 'gap' }

/** A longer word is found by pieces of this length, so that no token is ever cut by the index. */
const MAX_TOKEN = 64
/** Characters remembered; an ordinary history has some thousands. */
const MAX_KNOWN = 20_000
/** Longer ones are not: somebody may write thousands of marks onto one letter, in message after message. */
const MAX_KNOWN_LENGTH = 16

/** A character with what is written onto it, which normalisation may join. */
const CLUSTER =
  /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[^\p{M}\uff9e\uff9f][\p{M}\uff9e\uff9f]*|[\p{M}\uff9e\uff9f]+/gsu

const INVISIBLE = /^(?:\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}|\u20e3)$/u
const EMOJI = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u
const LETTER = /^[\p{L}\p{Nl}\p{No}]$/u
const WITHOUT_BLANKS =
  /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Yiii}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]$/u

/**
 * Takes texts apart for searching, those that are stored and those that are looked for alike. Full and half width,
 * upper and lower case, simplified and traditional characters become the same. Chinese characters each stand for
 * themselves: `unicode61` would take a whole run as one token, and `trigram` never finds two of them.
 */
export class Tokeniser {
  readonly #toOneForm = createHanVariants()
  readonly #known = new Map<string, readonly Piece[]>()

  tokens(text: string): Token[] {
    const tokens: Token[] = []
    /** What may still grow. */
    let open: Token | null = null
    for (const match of text.matchAll(CLUSTER)) {
      const [cluster] = match
      const start = match.index
      const end = start + cluster.length
      for (const piece of this.#pieces(cluster)) {
        if (piece.kind === 'gap') open = null
        else if (piece.kind === 'nothing') {
          if (open !== null) open.end = end
        } else if (open !== null && belongs(piece, open)) {
          open.text += piece.text
          open.end = end
        } else if (piece.kind !== 'mark') {
          open = { text: piece.text, kind: piece.kind, start, end }
          tokens.push(open)
        }
      }
    }
    return tokens
  }

  #pieces(cluster: string): readonly Piece[] {
    const known = this.#known.get(cluster)
    if (known !== undefined) return known
    // upper case first: ß and ss, both small sigmas
    const plain = cluster.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
    const pieces = [...plain].map((character) => this.#piece(character))
    if (cluster.length > MAX_KNOWN_LENGTH) return pieces
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(cluster, pieces)
    return pieces
  }

  #piece(character: string): Piece {
    if (INVISIBLE.test(character)) return { kind: 'nothing' }
    if (/^\p{M}$/u.test(character)) return { kind: 'mark', text: character }
    if (/^\p{Nd}$/u.test(character)) return { kind: 'digits', text: character }
    if (EMOJI.test(character)) return { kind: 'single', text: character }
    if (!LETTER.test(character)) return { kind: 'gap' }
    if (WITHOUT_BLANKS.test(character)) return { kind: 'single', text: this.#toOneForm(character) }
    return { kind: 'letters', text: character }
  }
}

function belongs(piece: Exclude<Piece, { kind: 'gap' | 'nothing' }>, open: Token): boolean {
  if (open.text.length >= MAX_TOKEN) return false
  return piece.kind === 'mark' || (piece.kind === open.kind && piece.kind !== 'single')
}
