import type { AccountId } from '#shared/model/ids.ts'
import type { Stretch } from '../ui/use-in-sight.ts'

/** Accounts that stand below each other. */
export interface AccountRun {
  readonly ids: readonly AccountId[]
  /** What stands above the first of them, and below what comes before, in px. */
  readonly above: number
}

/** So few are drawn all of them. */
const FEW = 48
/** Around the account that has the keys so many are drawn wherever that is: Tab goes on from one to the next. */
const AROUND = 4

/**
 * The accounts of a rail to draw: those in sight, and where Tab gets to from anywhere: the first, the last and those
 * around the one that has the keys.
 * @param height of an account, in px, with what parts it from the next
 * @param kept drawn too, wherever they stand
 */
export function accountsInSight(
  runs: readonly AccountRun[],
  height: number,
  sight: Stretch,
  { focused, kept }: { focused: AccountId | null; kept: AccountId | null },
): ReadonlySet<AccountId> {
  const all = runs.flatMap(({ ids }) => ids)
  if (all.length <= FEW) return new Set(all)
  const drawn = new Set<AccountId>()
  let top = 0
  for (const { ids, above } of runs) {
    top += above
    for (const id of ids) {
      if (top + height > sight.from && top < sight.to) drawn.add(id)
      top += height
    }
  }
  const at = focused === null ? -1 : all.indexOf(focused)
  const around = at === -1 ? [] : all.slice(Math.max(0, at - AROUND), at + AROUND + 1)
  for (const id of [...all.slice(0, 1), ...around, ...all.slice(-1)]) drawn.add(id)
  if (kept !== null && all.includes(kept)) drawn.add(kept)
  return drawn
}

/** Accounts of one list: one that is drawn, or how many that follow each other are not. */
export type Piece =
  | { readonly kind: 'account'; readonly id: AccountId }
  | { readonly kind: 'left-out'; readonly key: string; readonly count: number; readonly first: AccountId }

/** A list of accounts as it is drawn. */
export function piecesOf(ids: readonly AccountId[], drawn: ReadonlySet<AccountId>): Piece[] {
  const pieces: Piece[] = []
  let gaps = 0
  for (const id of ids) {
    const last = pieces.at(-1)
    if (drawn.has(id)) pieces.push({ kind: 'account', id })
    else if (last?.kind === 'left-out') pieces[pieces.length - 1] = { ...last, count: last.count + 1 }
    else {
      gaps += 1
      pieces.push({ kind: 'left-out', key: `left out ${gaps}`, count: 1, first: id })
    }
  }
  return pieces
}

/** Tells assistive programs which places the items of a list, and of the lists in it, have among all of them. */
export function tellPlaces(list: HTMLElement): void {
  for (const one of [list, ...list.querySelectorAll('ul')]) {
    const items = [...one.children]
    const leftOut = (item: Element) =>
      item instanceof HTMLElement ? Number(item.dataset['leftOut'] ?? 0) : 0
    const missing = items.some((item) => leftOut(item) > 0)
    const size = items.reduce((sum, item) => sum + (leftOut(item) || 1), 0)
    let place = 0
    for (const item of items) {
      place += leftOut(item) || 1
      const [at, of] = missing ? [String(place), String(size)] : [null, null]
      // writing what stands there already would cost as much as a change
      if (item.ariaPosInSet !== at) item.ariaPosInSet = at
      if (item.ariaSetSize !== of) item.ariaSetSize = of
    }
  }
}
