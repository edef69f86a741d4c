import { ArrowDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useScheduled } from '../../parts/schedule/use-scheduled.ts'
import { type Action, useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { AfterAMoment, EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { LogSkeleton } from './log-skeleton.tsx'
import { MessageRow } from './message-row.tsx'
import { MessageTools } from './message-tools.tsx'
import { placingOf } from './placing.ts'
import { ScheduledRow } from './scheduled-row.tsx'
import { type PlaceInView, ToFirstUnread } from './to-first-unread.tsx'
import { useInView } from './use-in-view.ts'
import { type LogVirtualizer, scheduledKey, useGrowing, useLogList } from './use-log-list.ts'
import { useReading } from './use-reading.ts'

const NONE: readonly Message[] = []
const NOTHING: readonly ScheduledMessage[] = []
const HIGHLIGHT_MS = 1600

export interface MessageLogProps {
  conversation: ConversationSummary
  contact: string
  /** A message to bring into view; a new object asks anew. */
  target: { id: MessageId } | null
  onJump: (id: MessageId) => void
}

/** The history of one conversation: virtual, growing upward, staying at the end while it is there. */
export function MessageLog({ conversation, contact, target, onJump }: MessageLogProps) {
  const { t } = useTranslation()
  const { history } = useServices()
  const { id } = conversation
  const log = useReplica((replica) => replica.logs.get(id))
  const opening = useAction()
  const paging = useAction()
  const missing = log === undefined
  const { run: open } = opening

  useEffect(() => history.hold(id), [history, id])

  // Without a log: opened for the first time, or a new snapshot after a gap emptied everything.
  useEffect(() => {
    void missing
    void open(() => history.open(id))
  }, [open, history, id, missing])

  if (opening.error) {
    return (
      <EmptyState
        action={<Button onClick={() => void open(() => history.open(id))}>{t('action.tryAgain')}</Button>}
      >
        {t('conversation.loadFailed')}
      </EmptyState>
    )
  }
  if (!log || log.stretch === 0) {
    return (
      <div className="min-h-0 flex-1">
        <AfterAMoment>
          <LogSkeleton />
        </AfterAMoment>
      </div>
    )
  }
  return (
    <div className="relative isolate flex min-h-0 flex-1 flex-col">
      <Stretch key={log.stretch} {...{ conversation, contact, target, onJump, paging }} />
      {paging.error ? <ErrorLine code={paging.error} className="absolute top-2 left-6" /> : null}
    </div>
  )
}

function Stretch({ conversation, contact, target, onJump, paging }: MessageLogProps & { paging: Action }) {
  const { t } = useTranslation()
  const { history } = useServices()
  const { id } = conversation
  const log = useReplica((replica) => replica.logs.get(id))
  const messages = log?.messages ?? NONE
  const scheduled = useScheduled(id)
  // they stand behind the newest message, which is not loaded where one reads further up
  const tail = log?.hasNewer === false ? scheduled : NOTHING
  const kept = useRef<MessageId | null>(null)
  const list = useLogList(messages, tail, log?.hasNewer ?? false, kept)
  const { virtual, atBottom, toEnd } = list
  const shown = useInView(list.scroller)
  const unread = useReading(conversation, log, atBottom && shown)
  const unreadFrom = unread?.from ?? null
  const highlighted = useTarget(messages, list.settled ? target : null, virtual, list.leaveEnd)
  const unseen = useUnseen(messages, atBottom, conversation.unread)
  useGrowing(virtual, list.settled ? log : undefined, {
    older: () => void paging.run(() => history.loadOlder(id)),
    newer: () => void paging.run(() => history.loadNewer(id)),
  })
  useSentBeyond(conversation, log?.hasNewer === true, () => void paging.run(() => history.toNewest(id)))
  if (!log) return null
  return (
    <>
      <div
        ref={list.scroller}
        role="log"
        aria-label={t('conversation.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onClickCapture={list.noteUnfolding}
        className="focus-inset min-h-0 flex-1 overflow-x-hidden overflow-y-auto [overflow-anchor:none]"
      >
        <div className="flex min-h-full flex-col justify-end">
          <div ref={virtual.containerRef} className="relative shrink-0">
            <p className="h-8 px-6 pt-4 text-center text-meta text-soft">
              {t(log.hasOlder ? 'conversation.loadingOlder' : 'conversation.start')}
            </p>
            {virtual.getVirtualItems().map(({ index }) => {
              const message = messages[index]
              const later = tail[index - messages.length]
              if (!message && later)
                return (
                  <div
                    key={scheduledKey(later)}
                    ref={virtual.measureElement}
                    data-index={index}
                    className="absolute inset-x-0 contain-layout"
                  >
                    <ScheduledRow message={later} contact={contact} />
                  </div>
                )
              return message ? (
                <div
                  key={message.id}
                  ref={virtual.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 contain-layout"
                >
                  <MessageRow
                    message={message}
                    {...placingOf(message, messages[index - 1], messages[index + 1], unreadFrom)}
                    contact={contact}
                    highlighted={highlighted === message.id}
                    onJump={onJump}
                  />
                </div>
              ) : null
            })}
          </div>
        </div>
      </div>
      <MessageTools
        scroller={list.scroller}
        conversationId={id}
        contact={contact}
        kept={kept}
        leaveEnd={list.leaveEnd}
      />
      {unread !== null && list.settled ? (
        <ToFirstUnread
          key={unread.from}
          line={unread}
          place={placeOf(messages, unread.from, virtual)}
          onGo={() => onJump(unread.from)}
        />
      ) : null}
      {atBottom && !log.hasNewer ? null : (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-end px-6">
          <Button
            className="pointer-events-auto rounded-full! shadow-float"
            onClick={() => {
              if (!log.hasNewer) toEnd()
              void paging.run(() => history.toNewest(id))
            }}
          >
            <ArrowDown size={14} aria-hidden />
            {unseen > 0 ? t('conversation.newBelow', { count: unseen }) : t('conversation.toNewest')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Goes to the newest message when it is one's own and is not loaded: what was just sent comes into view. */
function useSentBeyond({ last, activitySeq }: ConversationSummary, isBeyond: boolean, go: () => void): void {
  const before = useRef({ at: last?.at, activitySeq })
  const act = useRef(go)
  useEffect(() => {
    act.current = go
  })
  useEffect(() => {
    const known = before.current
    before.current = { at: last?.at, activitySeq }
    if (isBeyond && last?.direction === 'out' && last.at !== known.at && activitySeq > known.activitySeq)
      act.current()
  }, [isBeyond, last, activitySeq])
}

/** Where a message stands against what is seen of a list; one above what is loaded is above it too. */
function placeOf(messages: readonly Message[], id: MessageId, { range }: LogVirtualizer): PlaceInView {
  const at = messages.findIndex((message) => message.id === id)
  if (at === -1) return (messages[0]?.id ?? id) > id ? 'above' : 'below'
  if (range === null || at > range.endIndex) return 'below'
  return at < range.startIndex ? 'above' : 'shown'
}

/**
 * Scrolls to a target once per request and answers which message to mark for a moment. A list that is not
 * settled yet would go on to its end.
 */
function useTarget(
  messages: readonly Message[],
  target: { id: MessageId } | null,
  virtual: LogVirtualizer,
  leaveEnd: () => void,
): MessageId | null {
  const done = useRef<object | null>(null)
  const [highlighted, setHighlighted] = useState<MessageId | null>(null)
  const index = target ? messages.findIndex((message) => message.id === target.id) : -1
  useEffect(() => {
    if (!target || index === -1 || done.current === target) return
    done.current = target
    setHighlighted(target.id)
    leaveEnd()
    virtual.scrollToIndex(index, { align: 'center' })
  }, [target, index, virtual, leaveEnd])
  useEffect(() => {
    if (highlighted === null) return
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS)
    return () => clearTimeout(timer)
  }, [highlighted])
  return highlighted
}

/**
 * How many messages of the contact arrived below while the end was out of view: of `unread` where what was seen last is
 * loaded no more.
 */
function useUnseen(messages: readonly Message[], atBottom: boolean, unread: number): number {
  // at the end nothing is unseen, so what comes there draws nothing for this
  const seen = useRef<MessageId | null>(null)
  const newest = messages.at(-1)?.id ?? null
  useEffect(() => {
    if (atBottom) seen.current = newest
  }, [atBottom, newest])
  if (atBottom || seen.current === null) return 0
  const from = messages.findLastIndex((message) => message.id === seen.current)
  if (from === -1) return unread
  return messages.slice(from + 1).filter((message) => message.direction === 'in').length
}
