import type { ConversationId } from '#shared/model/ids.ts'

/** An element of the list, and whose row it is now. */
export interface RowSlot {
  /** Tells the element apart, for as long as it is there. */
  readonly key: number
  readonly id: ConversationId
}

/**
 * Says which element shows which row. A row that stays drawn keeps its element, and one that comes takes that of one
 * that has gone: to change the words in an element costs a fraction of making it, with its styles and its layer. Where
 * all rows go at once, each element stays where it is, which spares the browser laying out the layers anew.
 */
export class RowSlots {
  #slots: readonly RowSlot[] = []
  /** The rows of the slots, from the top down. */
  #order: readonly ConversationId[] = []
  #nextKey = 0

  /**
   * An element for each of these rows, in no order but that in which they were made, so that none has to be moved.
   * @param ids from the top down
   * @param isKept whether the element of a row that goes must go too: it would take the focus to somebody else
   */
  of(ids: readonly ConversationId[], isKept: (id: ConversationId) => boolean): readonly RowSlot[] {
    const before = this.#slots
    const order = this.#order
    this.#order = ids
    const drawn = new Set(order)
    const coming = ids.filter((id) => !drawn.has(id))
    if (coming.length === 0 && ids.length === before.length) return before
    const wanted = new Set(ids)
    // from the top down both, so that whoever comes stands where the other did
    const heirs = new Map<ConversationId, ConversationId>()
    for (const id of order) {
      const heir = coming[heirs.size]
      if (heir !== undefined && !wanted.has(id) && !isKept(id)) heirs.set(id, heir)
    }
    const slots: RowSlot[] = []
    for (const { key, id } of before) {
      const now = wanted.has(id) ? id : heirs.get(id)
      if (now !== undefined) slots.push({ key, id: now })
    }
    for (const id of coming.slice(heirs.size)) {
      slots.push({ key: this.#nextKey, id })
      this.#nextKey += 1
    }
    this.#slots = slots
    return slots
  }
}
