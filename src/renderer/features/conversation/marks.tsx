import { createContext, useContext } from 'react'
import type { MessageId } from '#shared/model/ids.ts'

/** Places of a text, ascending, in its UTF-16 units. */
export type Marks = readonly (readonly [number, number])[]

export const NO_MARKS: Marks = []

/** For messages that a search found: the marks of each of their parts. */
export type MarksByMessage = ReadonlyMap<MessageId, readonly Marks[]>

const NOTHING: MarksByMessage = new Map()

const MarksContext = createContext<MarksByMessage>(NOTHING)

/** What is marked in the messages below. */
export const MarksProvider = MarksContext.Provider

/** The marks of a message's parts; undefined where it has none. */
export function useMarks(id: MessageId): readonly Marks[] | undefined {
  return useContext(MarksContext).get(id)
}
