import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { Message } from '#shared/model/message.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { AfterAMoment, EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { LogSkeleton } from './log-skeleton.tsx'
import { MessageRow } from './message-row.tsx'
import { placingOf } from './placing.ts'
import { useReading } from './use-reading.ts'

/** Distance from the end that still counts as being there. */
const BOTTOM_THRESHOLD = 40
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
    <div className="relative flex min-h-0 flex-1 flex-col">
      <Stretch key={log.stretch} {...{ conversation, contact, target, onJump, paging }} />
      {paging.error ? <ErrorLine code={paging.error} className="absolute top-2 left-6" /> : null}
    </div>
  )
}

function Stretch({
  conversation,
  contact,
  target,
  onJump,
  paging,
}: MessageLogProps & { paging: ReturnType<typeof useAction> }) {
  const { t } = useTranslation()
  const { history } = useServices()
  const { id } = conversation
  const log = useReplica((replica) => replica.logs.get(id))
  const list = useRef<VirtuosoHandle>(null)
  const [atBottom, setAtBottom] = useState(false)
  const atBottomNow = useRef(false)
  const unreadFrom = useReading(conversation, log, atBottom)
  const messages = useMemo(() => log?.messages ?? [], [log])
  const newest = messages.at(-1)
  const highlighted = useTarget(messages, target, list)
  const unseen = useUnseen(messages, atBottom)

  const lastOwn = newest?.direction === 'out' ? newest.id : null
  const sentBefore = useRef(lastOwn)
  useEffect(() => {
    const sentNow = lastOwn !== null && lastOwn !== sentBefore.current
    sentBefore.current = lastOwn
    if (sentNow) list.current?.scrollToIndex({ index: 'LAST', align: 'end' })
  }, [lastOwn])

  const toNewest = useCallback(() => {
    if (log?.hasNewer) void paging.run(() => history.toNewest(id))
    else list.current?.scrollToIndex({ index: 'LAST', align: 'end' })
  }, [log?.hasNewer, paging, history, id])

  if (!log) return null
  return (
    <>
      <Virtuoso<Message>
        ref={list}
        role="log"
        aria-label={t('conversation.messages')}
        className="focus-inset min-h-0 flex-1"
        data={log.messages}
        firstItemIndex={log.firstIndex}
        initialTopMostItemIndex={{ index: 'LAST', align: 'end' }}
        alignToBottom
        atBottomThreshold={BOTTOM_THRESHOLD}
        atBottomStateChange={(bottom) => {
          atBottomNow.current = bottom
          setAtBottom(bottom)
        }}
        followOutput={(bottom) => (bottom && !log.hasNewer ? 'auto' : false)}
        totalListHeightChanged={() => atBottomNow.current && list.current?.autoscrollToBottom()}
        increaseViewportBy={{ top: 600, bottom: 300 }}
        computeItemKey={(_, message) => message.id}
        startReached={() => log.hasOlder && void paging.run(() => history.loadOlder(id))}
        endReached={() => log.hasNewer && void paging.run(() => history.loadNewer(id))}
        components={{ Header: log.hasOlder ? LoadingOlder : Beginning, Footer: Space }}
        itemContent={(position, message) => {
          const index = position - log.firstIndex
          return (
            <MessageRow
              message={message}
              placing={placingOf(message, messages[index - 1], messages[index + 1], unreadFrom)}
              contact={contact}
              highlighted={highlighted === message.id}
              onJump={onJump}
            />
          )
        }}
      />
      {atBottom && !log.hasNewer ? null : (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-end px-6">
          <Button className="pointer-events-auto rounded-full! shadow-float" onClick={toNewest}>
            <ArrowDown size={14} aria-hidden />
            {unseen > 0 ? t('conversation.newBelow', { count: unseen }) : t('conversation.toNewest')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Scrolls to a target once per request and answers which message to mark for a moment. */
function useTarget(
  messages: readonly Message[],
  target: { id: MessageId } | null,
  list: React.RefObject<VirtuosoHandle | null>,
): MessageId | null {
  const done = useRef<object | null>(null)
  const [highlighted, setHighlighted] = useState<MessageId | null>(null)
  const index = target ? messages.findIndex((message) => message.id === target.id) : -1
  useEffect(() => {
    if (!target || index === -1 || done.current === target) return
    done.current = target
    setHighlighted(target.id)
    const frame = requestAnimationFrame(() => list.current?.scrollToIndex({ index, align: 'center' }))
    return () => cancelAnimationFrame(frame)
  }, [target, index, list])
  useEffect(() => {
    if (highlighted === null) return
    const timer = setTimeout(() => setHighlighted(null), HIGHLIGHT_MS)
    return () => clearTimeout(timer)
  }, [highlighted])
  return highlighted
}

/** How many messages of the contact arrived below while the end was out of view. */
function useUnseen(messages: readonly Message[], atBottom: boolean): number {
  const [seen, setSeen] = useState<MessageId | null>(null)
  const newest = messages.at(-1)?.id ?? null
  useEffect(() => {
    if (atBottom) setSeen(newest)
  }, [atBottom, newest])
  if (seen === null) return 0
  const from = messages.findLastIndex((message) => message.id === seen)
  return messages.slice(from + 1).filter((message) => message.direction === 'in').length
}

function LoadingOlder() {
  const { t } = useTranslation()
  return <p className="py-3 text-center text-meta text-soft">{t('conversation.loadingOlder')}</p>
}

function Beginning() {
  const { t } = useTranslation()
  return <p className="px-6 pt-4 text-center text-meta text-soft">{t('conversation.start')}</p>
}

function Space() {
  return <div className="h-4" />
}
