import type { ConversationId } from '#shared/model/ids.ts'

/** An element of the list, and whose row it is now. */
export interface RowSlot {
  /** Tells the element apart, for as long as it is there. */
  readonly key: number
  readonly id: ConversationId
}

/**
 * Says which element shows which row. A row that stays drawn keeps its element, and one that comes takes that of one
 * that has gone: to change the words in an element costs a fraction of making it, with its styles and its layer.
 */
export class RowSlots {
  #slots: readonly RowSlot[] = []
  #nextKey = 0

  /**
   * An element for each of these rows, in no order but that in which they were made, so that none has to be moved.
   * @param isKept whether the element of a row that goes must go too: it would take the focus to somebody else
   */
  of(ids: readonly ConversationId[], isKept: (id: ConversationId) => boolean): readonly RowSlot[] {
    const before = this.#slots
    const drawn = new Set(before.map(({ id }) => id))
    const coming = ids.filter((id) => !drawn.has(id))
    if (coming.length === 0 && ids.length === before.length) return before
    const wanted = new Set(ids)
    const slots: RowSlot[] = []
    for (const slot of before) {
      if (wanted.has(slot.id)) slots.push(slot)
      else if (coming[0] !== undefined && !isKept(slot.id)) {
        slots.push({ key: slot.key, id: coming[0] })
        coming.shift()
      }
    }
    for (const id of coming) {
      slots.push({ key: this.#nextKey, id })
      this.#nextKey += 1
    }
    this.#slots = slots
    return slots
  }
}
