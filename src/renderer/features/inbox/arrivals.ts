import type { ConversationId } from '#shared/model/ids.ts'

/** So many rows that were not drawn before are drawn with a frame that is not for all. */
const AT_ONCE = 5

/**
 * Says which rows a list draws where not all can be drawn before the next key: those that come do so a few at a time, from the
 * top down, each few in a frame of their own, so that a key that meets one waits for no more than those. Until then the rows stand there that they push
 * out. Nothing is left empty for it, and who scrolls has all rows at once.
 */
export class Arrivals {
  #shown: ReadonlySet<ConversationId> = new Set()
  #first = 0
  #room = 0
  #areLate = false

  /** Whether rows are still to come. */
  get areLate(): boolean {
    return this.#areLate
  }

  /** Lets a few more be drawn with the next answer. */
  admit(): void {
    this.#room = AT_ONCE
  }

  /**
   * The rows to draw, from the top down.
   * @param first place of the first one in the list
   * @param count how many there is room for
   * @param isForAll this frame takes all that belong there
   */
  of(
    order: readonly ConversationId[],
    first: number,
    count: number,
    isForAll: boolean,
  ): readonly ConversationId[] {
    const rows = order.slice(first, first + count)
    const drawn =
      isForAll || first !== this.#first ? rows : this.#withoutLate(rows, order.slice(first + count))
    this.#areLate = drawn !== rows
    this.#first = first
    this.#room = 0
    this.#shown = new Set(drawn)
    return drawn
  }

  #withoutLate(
    rows: readonly ConversationId[],
    behind: readonly ConversationId[],
  ): readonly ConversationId[] {
    const coming = rows.filter((id) => !this.#shown.has(id)).slice(this.#room)
    if (coming.length === 0) return rows
    const pushedOut = behind.filter((id) => this.#shown.has(id)).slice(0, coming.length)
    if (pushedOut.length === 0) return rows
    const late = new Set(coming.slice(-pushedOut.length))
    return [...rows.filter((id) => !late.has(id)), ...pushedOut]
  }
}
