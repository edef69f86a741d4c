import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { Frames } from '../../store/frames.ts'

/** An order that has stood for so long counts as settled. */
const SETTLED_MS = 150
/** How assistive programs are told that it is not known. */
const UNKNOWN = '-1'
/** While rows go on moving and nobody writes, the document follows this often. */
const AT_LEAST_EVERY_MS = 3_000

export interface RowPlaces {
  /** Whose rows are drawn, from the top down. */
  drawn: readonly ConversationId[]
  /** The place of the first of them in the whole list, from 0. */
  first: number
  /** How many rows the whole list has; null while that is not known. */
  count: number | null
  /** Of each row, in px. */
  height: number
  /** Whose row Tab reaches. */
  tabStop: ConversationId | undefined
}

/**
 * Puts the drawn rows of a list where they belong, and tells assistive programs which places of the whole list they
 * have, and the keys which row they reach. It is written to the elements, not drawn: each message that arrives moves nearly all of them.
 *
 * A row gets to its place by its transform alone. Its element also moves within the document, at once where the order
 * was settled and else once it is: the browser makes an element anew that moves there, which is most of what drawing a
 * message costs, and while messages come thick, or somebody writes, nobody reads rows by their order in the document.
 */
export function useRowPlaces(
  list: RefObject<HTMLElement | null>,
  places: RowPlaces,
  frames: Pick<Frames, 'isFree'>,
): void {
  const [order] = useState(() => new DocumentOrder(frames))
  const [writer] = useState(() => new PlaceWriter())
  useLayoutEffect(() => {
    if (list.current !== null) order.follow(list.current, writer.write(list.current, places))
  })
  useEffect(() => () => order.stop(), [order])
}

/** Writes places to elements, and to none what stands there already: that would cost as much as a change. */
class PlaceWriter {
  readonly #written = new WeakMap<HTMLElement, { at: number; height: number }>()
  #stop: HTMLElement | null = null

  /** Answers with the elements in the order of their places. */
  write(list: HTMLElement, { drawn, first, count, height, tabStop }: RowPlaces): readonly HTMLElement[] {
    const placeOf = new Map(drawn.map((id, index) => [String(id), first + index]))
    const size = count === null ? UNKNOWN : String(count)
    const rows: HTMLElement[] = []
    for (const row of list.children) {
      const id = row.getAttribute('data-row') ?? ''
      const at = placeOf.get(id)
      if (at === undefined || !(row instanceof HTMLElement)) continue
      rows[at - first] = row
      if (row.ariaSetSize !== size) row.ariaSetSize = size
      const written = this.#written.get(row)
      if (written?.at === at && written.height === height) continue
      this.#written.set(row, { at, height })
      row.ariaPosInSet = String(at + 1)
      row.style.transform = `translateY(${at * height}px)`
    }
    this.#reach(rows.find((row) => row.getAttribute('data-row') === String(tabStop)) ?? null)
    return rows
  }

  /** Lets Tab get into a row, and past all others. */
  #reach(stop: HTMLElement | null): void {
    if (this.#stop !== null && this.#stop !== stop) setReach(this.#stop, -1)
    if (stop !== null) setReach(stop, 0)
    this.#stop = stop
  }
}

function setReach(row: HTMLElement, tabIndex: 0 | -1): void {
  for (const button of row.querySelectorAll<HTMLElement>('[data-conversation], [data-row-actions]'))
    if (button.tabIndex !== tabIndex) button.tabIndex = tabIndex
}

/** Keeps the elements of a list in their order in the document, without haste. */
class DocumentOrder {
  readonly #frames: Pick<Frames, 'isFree'>
  #rows: readonly HTMLElement[] = []
  #settles: ReturnType<typeof setTimeout> | null = null
  /** When the document last followed. */
  #followedAt = 0

  constructor(frames: Pick<Frames, 'isFree'>) {
    this.#frames = frames
  }

  /** These are the elements now. */
  follow(list: HTMLElement, rows: readonly HTMLElement[]): void {
    this.#rows = rows
    if (isInOrder(rows)) return
    const isSettled = this.#settles === null
    this.#settle(list)
    if (!this.#frames.isFree()) return
    if (isSettled || performance.now() - this.#followedAt > AT_LEAST_EVERY_MS) this.#sort(list)
  }

  stop(): void {
    if (this.#settles !== null) clearTimeout(this.#settles)
    this.#settles = null
  }

  #settle(list: HTMLElement): void {
    this.stop()
    this.#settles = setTimeout(() => {
      this.#settles = null
      if (this.#frames.isFree()) this.#sort(list)
      else this.#settle(list)
    }, SETTLED_MS)
  }

  #sort(list: HTMLElement): void {
    this.#followedAt = performance.now()
    let next = list.firstElementChild
    for (const row of this.#rows) {
      if (row === next) next = row.nextElementSibling
      // whoever stands between is moved when its turn comes
      else if (row === next?.nextElementSibling) next = row.nextElementSibling
      // the focus stays where it is
      else list.moveBefore(row, next)
    }
  }
}

function isInOrder(rows: readonly HTMLElement[]): boolean {
  return rows.every((row, index) => index === 0 || row.previousElementSibling === rows[index - 1])
}
