import { type Range, type ReactVirtualizer, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import type { Log } from '../../store/log.ts'

export type LogVirtualizer = ReactVirtualizer<HTMLDivElement, HTMLDivElement>

/** Height of the line above the first message. */
const HEAD = 32
const FOOT = 16
/** Distance from the end that still counts as being there. */
const END_THRESHOLD = 40
/** Rows from an end at which the next page is asked for: it is here before a fast gesture has come to it. */
const REACH = 40
/** Rows drawn beyond the view where it is scrolled to, where it comes from, and around what is just opened. */
const AHEAD = 14
const BEHIND = 4
const AT_FIRST = 2

/** The height of a scheduled message until it was drawn. */
const SCHEDULED_GUESS = 84

/** Ids of messages and of what is scheduled may be the same. */
export function scheduledKey({ id }: ScheduledMessage): string {
  return `scheduled ${id}`
}

/** Height to reckon with until a message was drawn: most are one line, own ones with a state below. */
function guess(message: Message | undefined): number {
  if (!message) return 48
  const text = message.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 30), 0)
  return 50 + Math.min(17, Math.floor(text / 40)) * 22 + (message.direction === 'out' ? 12 : 0)
}

/** The virtual list of a log: it starts at the end, stays there while it is there, and grows upward unmoved. */
export function useLogList(
  messages: readonly Message[],
  /** What is scheduled, behind the messages. */
  tail: readonly ScheduledMessage[],
  hasNewer: boolean,
  /** The message with the keys: it stays drawn, or they would be lost with it. */
  kept: RefObject<MessageId | null>,
) {
  const scroller = useRef<HTMLDivElement>(null)
  const [atBottom, setAtBottom] = useState(false)
  const [settled, setSettled] = useState(false)
  const hadNewer = useRef(hasNewer)
  const isForward = useRef(false)
  const { isUnfolding, noteUnfolding } = useUnfolding()
  // a new function has all places reckoned anew
  const getItemKey = useCallback(
    (index: number) => {
      const message = messages[index]
      if (message !== undefined) return message.id
      const later = tail[index - messages.length]
      return later ? scheduledKey(later) : index
    },
    [messages, tail],
  )
  const virtual: LogVirtualizer = useVirtualizer({
    count: messages.length + tail.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (index < messages.length ? guess(messages[index]) : SCHEDULED_GUESS),
    getItemKey,
    initialOffset: () =>
      messages.reduce((sum, message) => sum + guess(message), tail.length * SCHEDULED_GUESS),
    rangeExtractor: (range) => {
      const before = settled ? (isForward.current ? BEHIND : AHEAD) : AT_FIRST
      const after = settled ? (isForward.current ? AHEAD : BEHIND) : AT_FIRST
      return withKept(reachOf(range, before, after), messages, kept.current)
    },
    paddingStart: HEAD,
    paddingEnd: FOOT,
    // what is unfolded stays where its beginning is read, also at the end
    anchorTo: isUnfolding ? 'start' : 'end',
    // A page that closes the gap to the newest message is no arrival to follow.
    followOnAppend: !hasNewer && !hadNewer.current,
    scrollEndThreshold: END_THRESHOLD,
    // Rows that come into reach are drawn after the frame. Where they stand is written by the virtualizer itself, at once:
    // what changes its height moves the others before anybody sees it, and no row is drawn anew for that.
    useFlushSync: false,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    onChange: (instance) => {
      if (instance.scrollDirection !== null) isForward.current = instance.scrollDirection === 'forward'
      setAtBottom(isAtEnd(instance))
    },
  })

  // The first rows correct their guessed heights in the commits before the first frame is shown;
  // each of these commits goes to the end again, so that nothing is ever seen to move.
  useLayoutEffect(() => {
    if (!settled) virtual.scrollToEnd()
  })
  useEffect(() => {
    setAtBottom(true)
    const frame = requestAnimationFrame(() => setSettled(true))
    return () => cancelAnimationFrame(frame)
  }, [])

  useEffect(() => {
    hadNewer.current = hasNewer
  })

  const toEnd = useCallback(() => virtual.scrollToEnd(), [virtual])
  useFollowOwn(messages, hasNewer, toEnd)
  useFollowScheduled(tail, toEnd)
  const leaveEnd = useEndThroughResize(scroller, toEnd)
  return { scroller, virtual, noteUnfolding, settled, atBottom: settled && atBottom, toEnd, leaveEnd }
}

/** Whether somebody is just unfolding a message, whose new height is measured some frames later. */
function useUnfolding() {
  const [isUnfolding, setUnfolding] = useState(false)
  useEffect(() => {
    if (!isUnfolding) return
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setUnfolding(false))
    })
    return () => cancelAnimationFrame(frame)
  }, [isUnfolding])
  const noteUnfolding = useCallback(({ target }: { target: EventTarget }) => {
    if (target instanceof Element && target.closest('[data-unfolds]')) setUnfolding(true)
  }, [])
  return { isUnfolding, noteUnfolding }
}

/** Whether the end is in view, by what is reckoned: to ask the document would have it laid out at every step. */
function isAtEnd(list: Virtualizer<HTMLDivElement, HTMLDivElement>): boolean {
  const below = list.getTotalSize() - (list.scrollRect?.height ?? 0) - (list.scrollOffset ?? 0)
  return below <= END_THRESHOLD
}

function reachOf({ startIndex, endIndex, count }: Range, before: number, after: number): number[] {
  const first = Math.max(startIndex - before, 0)
  const last = Math.min(endIndex + after, count - 1)
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, step) => first + step)
}

/** What of a list is drawn, and the message with the keys wherever that is. */
function withKept(drawn: number[], messages: readonly Message[], kept: MessageId | null): number[] {
  const at = kept === null ? -1 : messages.findIndex(({ id }) => id === kept)
  if (at === -1 || drawn.includes(at)) return drawn
  return [...drawn, at].sort((a, b) => a - b)
}

/** What the operator just sent comes into view wherever the log stood. Where the newest is not loaded, nothing was. */
function useFollowOwn(messages: readonly Message[], hasNewer: boolean, toEnd: () => void): void {
  const newest = messages.at(-1)
  const own = newest?.direction === 'out' ? newest.id : null
  const before = useRef({ own, hasNewer })
  useEffect(() => {
    const sent = own !== null && own !== before.current.own && !hasNewer && !before.current.hasNewer
    before.current = { own, hasNewer }
    if (sent) toEnd()
  }, [own, hasNewer, toEnd])
}

/** So does what was just scheduled. */
function useFollowScheduled(tail: readonly ScheduledMessage[], toEnd: () => void): void {
  const newest = tail.reduce((id, message) => Math.max(id, message.id), 0)
  const before = useRef(newest)
  useEffect(() => {
    if (newest > before.current) toEnd()
    before.current = newest
  }, [newest, toEnd])
}

/**
 * Keeps the end in view when the view changes its size: with the window, or with its column.
 * @returns what gives up the end, for whoever goes somewhere else
 */
function useEndThroughResize(scroller: RefObject<HTMLDivElement | null>, toEnd: () => void): () => void {
  const leave = useRef<() => void>(() => undefined)
  useEffect(() => {
    const { current } = scroller
    if (!current) return
    let atEnd: boolean | null = null
    let frame: number | null = null
    let height = current.clientHeight

    function note(): void {
      // While the rows take their new heights, or the view its own, the end is somewhere else for a moment.
      if (frame !== null || !current || current.clientHeight !== height) return
      atEnd = current.scrollHeight - current.scrollTop - current.clientHeight <= END_THRESHOLD
    }

    function follow(framesLeft: number): void {
      toEnd()
      frame = framesLeft > 0 ? requestAnimationFrame(() => follow(framesLeft - 1)) : null
    }

    leave.current = () => {
      atEnd = false
      if (frame !== null) cancelAnimationFrame(frame)
      frame = null
    }

    const observer = new ResizeObserver(() => {
      height = current.clientHeight
      if (atEnd === null) note()
      else if (atEnd && frame === null) follow(2)
    })
    observer.observe(current)
    current.addEventListener('scroll', note)
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', note)
      if (frame !== null) cancelAnimationFrame(frame)
    }
  }, [scroller, toEnd])
  return useCallback(() => leave.current(), [])
}

/** Asks for the next page when an end comes near. */
export function useGrowing(
  virtual: LogVirtualizer,
  /** What is loaded; undefined while the list has not found its place yet. */
  log: Log | undefined,
  load: { older: () => void; newer: () => void },
): void {
  const { startIndex: first, endIndex: last } = virtual.calculateRange() ?? {}
  const count = log?.messages.length ?? 0
  const older = log?.hasOlder === true && first !== undefined && first < REACH
  const newer = log?.hasNewer === true && last !== undefined && last >= count - REACH
  const act = useRef(load)
  useEffect(() => {
    act.current = load
  })
  // The number of messages counts too: a page that did not fill the view must be followed by another.
  useEffect(() => {
    if (older && count > 0) act.current.older()
  }, [older, count])
  useEffect(() => {
    if (newer && count > 0) act.current.newer()
  }, [newer, count])
}
