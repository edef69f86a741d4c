import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { writtenCostOf } from '../../parts/composing/cost.ts'
import { SendButtons, useForcing } from '../../parts/composing/send-buttons.tsx'
import { boxOf } from '../../parts/composing/use-take-back.ts'
import { WindowNotes } from '../../parts/composing/window-notes.tsx'
import { DropOnSheet } from '../../parts/drop/drop-overlay.tsx'
import { Copying } from '../../parts/media/staged/copying.tsx'
import { FileList } from '../../parts/media/staged/file-list.tsx'
import { LeftOutList } from '../../parts/media/staged/left-out-list.tsx'
import { PlaceNote } from '../../parts/media/staged/place-note.tsx'
import { SendLater } from '../../parts/schedule/send-later.tsx'
import { carryText, textIn } from '../../store/carried-text.ts'
import { useAccount, useReplica, useReplyMeters } from '../../store/hooks.ts'
import type { ReviewState } from '../../store/review.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Caption } from './caption.tsx'
import { Recipient } from './recipient.tsx'
import { sumOf } from './sum.ts'
import { useSendFiles } from './use-send-files.ts'

const PROBLEM_WORDS = {
  'too-long': 'composer.tooLong',
  'too-many-bytes': 'composer.tooManyBytes',
  unfilled: 'quickReply.unfilled',
} as const

type OnSent = (conversation: ConversationSummary) => void

/** The sheet in which files are looked through before they are sent; nothing while there are none. */
export function ReviewSheet({ onSent }: { onSent: OnSent }) {
  const { review } = useServices()
  const state = useStore(review.state)
  const conversation = useReplica((replica) => state && replica.conversations.get(state.conversationId))
  const isOrphan = state !== null && !conversation

  useEffect(() => {
    if (isOrphan) review.discard()
  }, [isOrphan, review])

  if (!state || !conversation) return null
  // one that follows another begins with nothing of it
  return <Sheet key={state.number} state={state} conversation={conversation} onSent={onSent} />
}

function Sheet(props: { state: ReviewState; conversation: ConversationSummary; onSent: OnSent }) {
  const { state, conversation, onSent } = props
  const { items, copying, leftOut, accountId, isChosen } = state
  const { t } = useTranslation()
  const { review, drafts } = useServices()
  const account = useAccount(conversation.accountId)
  const contact = contactName(conversation, account, t)
  // The caption is the draft of whoever gets the files: it survives like one, and is back on cancel (P14).
  const written = useStore(drafts.texts, (texts) => texts.get(conversation.id))
  const caption = written ?? conversation.draft
  const [before, setBefore] = useState(() => textIn(drafts, conversation))
  const sending = useSendFiles()
  const meters = useReplyMeters(conversation, account?.state)
  const { kind } = meters.state
  const forcing = useForcing(kind)
  const box = useRef<HTMLTextAreaElement>(null)
  /** One goes on where the text ends. */
  const boxWithCaret = useCallback((element: HTMLTextAreaElement | null) => {
    box.current = element
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])
  const recipient = useRef<HTMLSelectElement>(null)
  const cost = writtenCostOf(isChosen ? caption : '')
  const files = items.length + copying
  const sum = sumOf(files, cost, isChosen && kind === 'open' ? meters.left : null, t)
  /** Files that can still go out behind the caption. */
  const room = meters.left - cost.pieces
  const sendable = isChosen && items.length > 0 && copying === 0 && cost.problem === null && !sending.busy

  function choose(next: ConversationSummary): void {
    setBefore(carryText(drafts, isChosen ? { box: conversation, before } : null, next))
    review.choose(next.id)
  }

  function send(force: boolean): void {
    if (!sendable) return
    void sending.send(state, caption, force).then((sent) => sent && onSent(conversation))
  }

  function close(): void {
    // What is on its way to the outbox is not taken back by closing.
    if (sending.busy) return
    drafts.flush(conversation.id)
    review.discard()
  }

  return (
    <Dialog
      open
      title={t('review.title')}
      onClose={close}
      width="wide"
      initialFocus={isChosen ? box : recipient}
      // the text is back in the box, or one goes on from what was sent
      returnTo={() => boxOf(conversation.id)}
      keepsText
      footer={
        <>
          <p
            role="status"
            className={classNames(
              'min-w-0 flex-1 self-center text-preview font-medium',
              (sum.isOver || cost.problem !== null) && 'text-danger',
            )}
          >
            {cost.problem === null ? files > 0 && sum.words : t(PROBLEM_WORDS[cost.problem])}
          </p>
          <Button className="min-h-9!" disabled={sending.busy} onClick={close}>
            {t('action.cancel')}
          </Button>
          <SendLater
            {...{ conversation, contact, sendable }}
            label={t('review.schedule')}
            read={() => caption}
            files={items.map(({ staged: { name, sendKind }, asFile }) => ({
              ...{ name, kind: asFile ? 'file' : sendKind, isMissing: false },
            }))}
            isOpen={isChosen && kind === 'open'}
            onSchedule={async (due, text) => {
              await sending.schedule(state, text, due)
              onSent(conversation)
            }}
          />
          <SendButtons
            kind={isChosen ? kind : 'open'}
            contact={contact}
            sendable={sendable}
            forcing={forcing}
            onSend={send}
          />
        </>
      }
    >
      <DropOnSheet />
      {accountId === null ? null : (
        <Recipient ref={recipient} value={conversation} isChosen={isChosen} onChange={choose} />
      )}
      {isChosen ? (
        <>
          <p className={classNames('mb-3 font-medium', accountId !== null && 'mt-3')}>
            {t('review.to', { name: contact, account: account ? accountName(account, t) : '' })}
          </p>
          <WindowNotes
            kind={kind}
            wroteBefore={conversation.wroteBefore}
            left={meters.left}
            account={account}
            contact={contact}
          />
        </>
      ) : (
        <p className="mt-2 mb-3 text-preview text-soft">{t('review.chooseFirst')}</p>
      )}
      {items.length > 0 ? <FileList items={items} files={review} /> : null}
      <PlaceNote items={items} keepsPlace={state.keepsPlace} files={review} />
      {files === 0 ? <p className="text-soft">{t('review.none')}</p> : null}
      <Copying items={items} copying={copying} onStop={review.stopCopying} />
      {leftOut.length > 0 ? <LeftOutList leftOut={leftOut} /> : null}
      {isChosen ? (
        <Caption
          ref={boxWithCaret}
          value={caption}
          isFixed={sending.busy}
          onChange={(text) => drafts.type(conversation.id, text)}
          onSend={() => (forcing.must ? sendable && forcing.ask() : send(false))}
          onFiles={(files) => review.take(state, files)}
        />
      ) : null}
      {sum.isOver && copying === 0 && room > 0 && room < items.length ? (
        <Button size="small" className="mt-2" disabled={sending.busy} onClick={() => review.keepFirst(room)}>
          {t('review.keepFirst', { count: room })}
        </Button>
      ) : null}
      {sending.error ? <ErrorLine code={sending.error} className="mt-2" /> : null}
    </Dialog>
  )
}
