import { type RefObject, useEffect, useRef } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import { useReplica } from '../../store/hooks.ts'
import { isModalOpen } from '../../ui/modal.ts'
import { isWritable } from '../../ui/writable.ts'
import { idOf } from './id-of.ts'

/** What the keys of a list do. */
export interface ListKeys {
  /** Moves by so many rows; `extends`: and picks out what it passes. */
  step(by: number, isExtending: boolean): void
  toEnd(end: 'first' | 'last'): void
  /** Opens the row that Tab reaches; says whether there is one that can be seen. */
  open(): boolean
  done(): void
  snooze(): void
  markUnread(): void
  select(): void
  selectAll(): void
  /** The next conversation that needs a reply. */
  nextWaiting(): void
  /** Lets go of what was picked out; says whether anything was. */
  clear(): boolean
  /** A key was pressed within the list. */
  touch(): void
  /** A key was pressed elsewhere. */
  release(): void
}

const ARROWS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }
const LETTER_STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 }
const ENDS = { Home: 'first', End: 'last' } as const

/** Nothing in particular has the focus. */
function isNothing(element: Element | null): boolean {
  return element?.matches('body, main') ?? false
}

/**
 * Keys that work wherever no text is typed, whatever was clicked before: letters from the whole page, for the only
 * list of a screen, or from its column; arrows only in the list and from its filters.
 */
export function useListKeys(
  list: RefObject<HTMLElement | null>,
  keysFrom: 'page' | 'column',
  keysNow: ListKeys,
): void {
  const hasLetters = useReplica((replica) => replica.settings.letterKeys)
  const latest = useRef(keysNow)
  useEffect(() => {
    latest.current = keysNow
  })
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const keys = latest.current
      const place = event.target instanceof Element ? event.target : null
      const inList = list.current?.contains(place) ?? false
      if (!inList) keys.release()
      if (!list.current || isWritable(place) || isModalOpen()) return
      if (event.defaultPrevented || event.altKey || event.isComposing) return
      if (keysFrom === 'column' && !list.current.closest('[data-column]')?.contains(place)) return
      if (!means(keys, event, place, list.current)) return
      if (inList) keys.touch()
      event.preventDefault()
    }

    /** Whether the key meant something. */
    function means(keys: ListKeys, event: KeyboardEvent, place: Element | null, own: HTMLElement): boolean {
      const { key, shiftKey } = event
      const inList = own.contains(place)
      if (event.ctrlKey || event.metaKey) {
        if (!inList || key.toLowerCase() !== 'a' || shiftKey) return false
        keys.selectAll()
        return true
      }
      // The filters lie beside each other: up and down lead out of them, whatever was clicked there.
      const atFilter = place?.closest('[data-inbox-filter]')
      const by = ARROWS[key]
      if (by !== undefined) {
        if (!inList && !(atFilter && own.closest('[data-inbox]')?.contains(atFilter))) return false
        keys.step(by, shiftKey && inList)
        return true
      }
      if (inList && (key === 'Home' || key === 'End')) {
        keys.toEnd(ENDS[key])
        return true
      }
      if (key === 'Escape') return keys.clear()
      if (key === 'Enter') return isNothing(place) && keys.open()
      return hasLetters && meansLetter(keys, event)
    }

    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [list, keysFrom, hasLetters])
}

/** Whether a letter meant something. */
function meansLetter(keys: ListKeys, event: KeyboardEvent): boolean {
  const { key, shiftKey: isShifted, repeat, target } = event
  const letter = key.toLowerCase()
  const by = LETTER_STEPS[letter]
  if (by !== undefined) {
    keys.step(by, isShifted)
    return true
  }
  // a list of choices looks for what begins with the letters typed there
  if (isShifted || target instanceof HTMLSelectElement) return false
  const letters: Readonly<Record<string, () => void>> = {
    e: keys.done,
    s: keys.snooze,
    u: keys.markUnread,
    x: keys.select,
    n: keys.nextWaiting,
  }
  // a key that is still held has done what it was pressed for: it would go through the whole list (P17)
  if (!repeat) letters[letter]?.()
  return letter in letters
}

/** The conversation in whose pane something is, where keys are meant for it rather than for a row. */
export function conversationAround(element: Element | null): ConversationId | null {
  const pane = element?.closest<HTMLElement>('[data-conversation-pane]')
  return idOf(pane?.dataset['conversationPane'])
}
