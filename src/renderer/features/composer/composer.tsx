import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { withFullWidth } from '#shared/text/markup-signs.ts'
import { unreachable } from '#shared/unreachable.ts'
import { lastRefusal } from '../../formatting/message-words.ts'
import { shortName } from '../../formatting/names.ts'
import { fewLeft, quotaWords, windowWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { AttachButton } from '../../parts/composing/attach-button.tsx'
import { SignsNote } from '../../parts/composing/markup-note.tsx'
import { pastedFiles } from '../../parts/composing/pasted-files.ts'
import { QuoteNote } from '../../parts/composing/quote-note.tsx'
import { SendButtons, useForcing } from '../../parts/composing/send-buttons.tsx'
import { useMessageKeys } from '../../parts/composing/use-message-keys.ts'
import { focusNewestMessage } from '../../parts/composing/use-take-back.ts'
import { WindowNotes } from '../../parts/composing/window-notes.tsx'
import { isShortcut } from '../../parts/keys/shortcuts.ts'
import { SendLater } from '../../parts/schedule/send-later.tsx'
import { useFormats, useReplica, useReplyMeters } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { urgencyText } from '../../ui/window-ring.tsx'
import { CostLine } from './cost-line.tsx'
import { ProgramDrafts } from './program-drafts.tsx'
import { QuickReplyArea } from './quick-replies/quick-reply-area.tsx'
import { useQuickReplies } from './quick-replies/use-quick-replies.ts'
import { useDraft } from './use-draft.ts'
import { useSending } from './use-sending.ts'
import { useTypingNotes } from './use-typing-notes.ts'
import { useUndoKey } from './use-undo-key.ts'
import { isSendable } from './written.ts'

export interface ComposerProps {
  conversation: ConversationSummary
  account: AccountSummary | undefined
  contact: string
  /** Escape was pressed: back to the list. */
  onLeave: () => void
  /** Something was sent. */
  onSent?: () => void
  /** It was opened to be written in, so it takes the focus. */
  takesFocus?: boolean
}

/** From which width on box and buttons share a line: a closed window may put two buttons beside the box. */
const NARROW = {
  usual: {
    row: '@max-[400px]:flex-wrap',
    box: '@max-[400px]:order-first @max-[400px]:basis-full',
    attach: '@max-[400px]:mr-auto',
  },
  asking: {
    row: '@max-[480px]:flex-wrap',
    box: '@max-[480px]:order-first @max-[480px]:basis-full',
    attach: '@max-[480px]:mr-auto',
  },
} as const

/** Where an answer is written and files are added: draft, cost, both meters in words, Send. */
export function Composer(props: ComposerProps) {
  const { conversation, account, contact, onLeave, onSent, takesFocus = true } = props
  const { t } = useTranslation()
  const formats = useFormats()
  const { review } = useServices()
  // While files are looked through, the text stands with them as their caption.
  const isCaption = useStore(
    review.state,
    (state) => state?.isChosen === true && state.conversationId === conversation.id,
  )
  const box = useRef<HTMLTextAreaElement>(null)
  const { written, read, type, flush } = useDraft(box, conversation, isCaption)
  const sending = useSending(conversation.id)
  const typing = useTypingNotes(conversation.id)
  const meters = useReplyMeters(conversation, account?.state)
  const { cost, signs } = written
  const sendable = isSendable(cost)
  const { kind } = meters.state
  const forcing = useForcing(kind)
  // the header has both meters; here they stand while one of them is what matters
  const { window: shown, left: leftShown } = meters.shown
  const isShort = shown.kind === 'open' && (shown.urgency !== 'calm' || fewLeft(shown, leftShown) !== null)
  const refusal = useReplica(({ logs }) =>
    kind === 'refused' ? lastRefusal(logs.get(conversation.id)?.messages ?? []) : null,
  )
  const narrow = NARROW[kind === 'open' ? 'usual' : 'asking']
  const quick = useQuickReplies({
    ...{ conversation, account, kind, box, read, write },
    left: meters.left,
    onSent: () => onSent?.(),
  })

  function write(next: string): void {
    sending.clearError()
    type(next)
    typing.typed(next)
  }

  useEffect(() => {
    const { current } = box
    if (!takesFocus || !current) return
    current.focus()
    // One goes on where the draft ends.
    current.setSelectionRange(current.value.length, current.value.length)
  }, [takesFocus])

  function send(force: boolean): void {
    if (!sendable) return
    typing.stopped()
    void sending.send(read(), force).then((sent) => sent && onSent?.())
    box.current?.focus()
  }

  const keys = useMessageKeys((meaning, event) => {
    if (quick.onKey(meaning, event)) return
    switch (meaning) {
      case 'send':
        event.preventDefault()
        // a key that opened the conversation may still be down
        if (event.repeat) return
        if (!forcing.must) send(false)
        else if (sendable) forcing.ask()
        return
      case 'leave':
        event.preventDefault()
        onLeave()
        return
      case 'input-method':
      case 'text':
        return
      default:
        unreachable(meaning)
    }
  })

  const undoKey = useUndoKey(conversation.id, read, keys.onKeyDown)

  /** From an empty box the keys go up to the newest message. */
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const { nativeEvent } = event
    const isUp = isShortcut(nativeEvent, 'to-messages') && !nativeEvent.isComposing && read() === ''
    if (isUp && focusNewestMessage(event.currentTarget)) event.preventDefault()
    else undoKey(event)
  }

  function attach(files: readonly File[]): void {
    flush()
    typing.stopped()
    review.take({ conversationId: conversation.id, accountId: null }, files)
  }

  return (
    // a part of the window that is isolated is not gone through when another is painted, as this one is with every key
    <div data-composing className="relative isolate shrink-0 border-t px-4 py-3">
      <QuickReplyArea quick={quick} left={meters.left} />
      <WindowNotes
        kind={kind}
        wroteBefore={conversation.wroteBefore}
        left={meters.left}
        account={account}
        contact={contact}
        reason={refusal}
        hasWaiting={conversation.waiting > 0}
      />
      <ProgramDrafts conversation={conversation} />
      {sending.error ? <ErrorLine code={sending.error} className="mb-2" /> : null}
      {/* in a narrow column the text has a line of its own, and what is done with it stands below */}
      <div className={classNames('flex items-end gap-x-3 gap-y-2', narrow.row)}>
        <span className={classNames('flex', narrow.attach)}>
          <AttachButton onFiles={attach} />
        </span>
        <textarea
          ref={box}
          data-composer
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder', { name: shortName(contact) })}
          rows={1}
          dir="auto"
          className={classNames(
            narrow.box,
            'field-sizing-content max-h-[194px] min-h-9 w-0 min-w-0 flex-1 resize-none rounded-control border border-line-strong bg-raised px-3 py-1.5 text-body text-ink placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-soft focus-visible:outline-offset-0',
          )}
          onChange={(event) => {
            write(event.target.value)
            quick.onChange(event)
          }}
          onBlur={() => {
            quick.close()
            flush()
            typing.stopped()
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData)
            if (files.length === 0) return
            event.preventDefault()
            attach(files)
          }}
          {...quick.boxProps}
          {...keys}
          onKeyDown={onKeyDown}
          onCompositionEnd={(event) => {
            keys.onCompositionEnd()
            quick.onCompositionEnd(event)
          }}
        />
        <span
          className={classNames('pb-2 text-meta whitespace-nowrap @max-[540px]:hidden', urgencyText(shown))}
        >
          {isShort
            ? t('composer.meters', {
                window: windowWords(shown, meters.now, t, formats),
                left: quotaWords(shown, leftShown, t),
              })
            : null}
        </span>
        <SendLater
          {...{ conversation, contact, read, sendable }}
          isOpen={kind === 'open'}
          onSchedule={(due, text) => sending.schedule(text, due)}
          returnTo={() => box.current}
        />
        <SendButtons kind={kind} contact={contact} sendable={sendable} forcing={forcing} onSend={send} />
      </div>
      {written.isQuote ? <QuoteNote /> : null}
      <SignsNote signs={signs} onWiden={() => write(withFullWidth(read(), signs))} />
      <CostLine cost={cost} left={meters.left} open={kind === 'open'} />
    </div>
  )
}
