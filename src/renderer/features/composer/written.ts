import { type MarkupSign, markupSignsIn } from '#shared/text/markup-signs.ts'
import { type WrittenCost, writtenCostOf } from '../../parts/composing/cost.ts'
import { beginsWithQuote } from '../../parts/composing/quoting.ts'

/** All of a text that is shown around the box it stands in. */
export interface Written {
  cost: WrittenCost
  isQuote: boolean
  /** Signs that the contact's phone may hide. */
  signs: readonly MarkupSign[]
}

/** Whether a text of this cost can be sent. */
export function isSendable({ pieces, problem }: WrittenCost): boolean {
  return pieces > 0 && problem === null
}

/** Reads one text after the other. What it answers stays the same object as long as nothing of it changes. */
export function createReader(): (text: string) => Written {
  let last = { text: '', written: writtenOf('') }
  return (text) => {
    if (text !== last.text) {
      const written = writtenOf(text)
      last = { text, written: isSame(written, last.written) ? last.written : written }
    }
    return last.written
  }
}

function writtenOf(text: string): Written {
  return { cost: writtenCostOf(text), isQuote: beginsWithQuote(text), signs: markupSignsIn(text) }
}

function isSame(one: Written, other: Written): boolean {
  return (
    one.cost.pieces === other.cost.pieces &&
    one.cost.problem === other.cost.problem &&
    one.isQuote === other.isQuote &&
    one.signs.join() === other.signs.join()
  )
}
