import {
  type ChangeEvent,
  type CompositionEvent,
  type KeyboardEvent,
  type RefObject,
  type SyntheticEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { QuickReply } from '#shared/model/quick-reply.ts'
import { type Gap, gapsIn, type QuickValues } from '#shared/text/quick-reply-words.ts'
import type { KeyMeaning } from '../../../parts/composing/key.ts'
import { groupsOf } from '../../../parts/quick-replies/groups.ts'
import { useReplica } from '../../../store/hooks.ts'
import { createFinder, type Found } from './find.ts'
import { isTyped, type Trigger, triggerAt } from './trigger.ts'
import { useReadings } from './use-readings.ts'
import { type TakingBox, useTaking } from './use-taking.ts'

/** The key code browsers give every key that an input method handles. */
const HANDLED_BY_INPUT_METHOD = 229

interface QuickRepliesBox extends TakingBox {
  box: RefObject<HTMLTextAreaElement | null>
  /** What stands in it. */
  read: () => string
}

interface OpenList extends Trigger {
  /** What stands for placeholders, as of when it was opened. */
  values: QuickValues
}

/** Quick replies in a message box: opened by `/`, chosen by keys alone, taken in the place of what was typed. */
export function useQuickReplies(deps: QuickRepliesBox) {
  const { box, read } = deps
  const id = useId()
  const taking = useTaking(deps)
  const [open, setOpen] = useState<OpenList | null>(null)
  /** Where the sign stands whose list was closed; it stays closed as long as one writes on there. */
  const [dismissed, setDismissed] = useState<number | null>(null)
  const [place, setPlace] = useState(0)
  const all = useReplica((replica) => replica.quickReplies)
  const isOpen = open !== null
  const readings = useReadings(isOpen)
  const ordered = useMemo(
    () => (isOpen ? groupsOf(all.values()).flatMap(({ replies }) => replies) : []),
    [all, isOpen],
  )
  const find = useMemo(() => createFinder(ordered, readings.matches), [ordered, readings.matches])
  const found: Found | null = useMemo(() => (open === null ? null : find(open.typed)), [find, open])
  const replies = found?.replies ?? []
  const active = replies[Math.min(place, replies.length - 1)]
  const selection = useRef<Gap | null>(null)
  /** The key that took one is still down: its repeats are not meant for what stands in the box now. */
  const isHeld = useRef(false)

  // As soon as what was taken stands in the box.
  useLayoutEffect(() => {
    if (selection.current === null) return
    box.current?.focus()
    box.current?.setSelectionRange(selection.current.from, selection.current.to)
    selection.current = null
  })

  function follow(value: string, caret: number, mayOpen: boolean): void {
    taking.clear()
    const trigger = triggerAt(value, caret)
    if (trigger === null || trigger.from !== dismissed) setDismissed(null)
    if (trigger !== null && trigger.from === open?.from) setOpen({ ...open, ...trigger })
    else if (trigger !== null && trigger.from !== dismissed && mayOpen)
      setOpen({ ...trigger, values: taking.values() })
    else close()
    setPlace(0)
  }

  function close(): void {
    setOpen(null)
  }

  function select(gap: Gap): void {
    box.current?.focus()
    box.current?.setSelectionRange(gap.from, gap.to)
  }

  function take(reply: QuickReply, isAtOnce: boolean): void {
    if (open === null) return
    const here = { text: read(), from: open.from, to: open.from + 1 + open.typed.length }
    close()
    setDismissed(null)
    selection.current = isAtOnce ? taking.sendNow(reply, here) : taking.insert(reply, here)
    if (selection.current === null) box.current?.focus()
  }

  function onOpenKey(meaning: KeyMeaning, event: KeyboardEvent): boolean {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event
    if (meaning === 'leave') {
      setDismissed(open?.from ?? null)
      close()
      return true
    }
    if (shiftKey || altKey || replies.length === 0) {
      // The dictionary may still find something: what was typed to find it is not sent.
      return key === 'Enter' && !shiftKey && all.size > 0 && !readings.isReady
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const step = key === 'ArrowDown' ? 1 : -1
      setPlace((Math.min(place, replies.length - 1) + step + replies.length) % replies.length)
      return true
    }
    if ((key !== 'Enter' && key !== 'Tab') || active === undefined) return false
    isHeld.current = true
    take(active, key === 'Enter' && (ctrlKey || metaKey))
    return true
  }

  /** Leads to what has to be filled in yet: Tab to the next, sending to the first. */
  function onGapKey(meaning: KeyMeaning, { key, shiftKey }: KeyboardEvent): boolean {
    const wantsNext = key === 'Tab' && !shiftKey
    if (!wantsNext && meaning !== 'send') return false
    const caret = box.current?.selectionEnd ?? 0
    const gaps = gapsIn(read())
    const gap = wantsNext ? gaps.find(({ from }) => from >= caret) : gaps[0]
    if (gap === undefined) return false
    select(gap)
    return true
  }

  return {
    /** What is to be drawn; null while it is closed. */
    list:
      open === null || found === null || (all.size === 0 && open.typed !== '')
        ? null
        : {
            id,
            found,
            active,
            typed: open.typed,
            isEmpty: all.size === 0,
            values: open.values,
            onPoint: (reply: QuickReply) => setPlace(replies.indexOf(reply)),
            onTake: take,
          },
    error: taking.action.error,
    tooMany: taking.tooMany,
    /** The text was changed by the operator. */
    onChange({ target, nativeEvent }: ChangeEvent<HTMLTextAreaElement>): void {
      const isComposing = 'isComposing' in nativeEvent && nativeEvent.isComposing === true
      if (!isComposing) follow(target.value, target.selectionEnd, isTyped(nativeEvent))
    },
    /** Answers whether the key was meant for quick replies and is used up. */
    onKey(meaning: KeyMeaning, event: KeyboardEvent): boolean {
      const isInputMethods = event.nativeEvent.isComposing || event.keyCode === HANDLED_BY_INPUT_METHOD
      if (meaning === 'input-method' || isInputMethods) return false
      if (!event.repeat) isHeld.current = false
      const isUsed =
        (isHeld.current && event.key === 'Enter') ||
        (open === null ? onGapKey(meaning, event) : onOpenKey(meaning, event))
      if (isUsed) event.preventDefault()
      return isUsed
    },
    boxProps: {
      'aria-autocomplete': 'list',
      'aria-controls': isOpen && replies.length > 0 ? id : undefined,
      'aria-activedescendant': active === undefined ? undefined : optionId(id, active),
      onSelect({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>): void {
        // Whoever goes elsewhere in the text does not look for a quick reply any more.
        if (open !== null && triggerAt(read(), currentTarget.selectionEnd)?.from !== open.from) close()
      },
    } as const,
    onCompositionEnd({ currentTarget }: CompositionEvent<HTMLTextAreaElement>): void {
      follow(currentTarget.value, currentTarget.selectionEnd, true)
    },
    close,
  }
}

export type QuickReplyListState = NonNullable<ReturnType<typeof useQuickReplies>['list']>

/** The id of an option of a list. */
export function optionId(list: string, { id }: QuickReply): string {
  return `${list}-${id}`
}
