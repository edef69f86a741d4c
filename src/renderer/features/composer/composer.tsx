import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { useFormats, useReplyMeters } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { urgencyText } from '../../ui/window-ring.tsx'
import { accountName } from '../../words/names.ts'
import { quotaWords, windowWords } from '../../words/window-words.ts'
import { ClosedWindow } from './closed-window.tsx'
import { costOf } from './cost.ts'
import { CostLine } from './cost-line.tsx'
import { keyMeaning } from './key.ts'
import { useDraft } from './use-draft.ts'
import { useSending } from './use-sending.ts'
import { useTypingNotes } from './use-typing-notes.ts'

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

/** Where an answer is written: draft, cost, both meters in words, Send. */
export function Composer(props: ComposerProps) {
  const { conversation, account, contact, onLeave, onSent, takesFocus = true } = props
  const { t } = useTranslation()
  const formats = useFormats()
  const { text, type, flush } = useDraft(conversation)
  const sending = useSending(conversation.id)
  const typing = useTypingNotes(conversation.id)
  const meters = useReplyMeters(conversation)
  const box = useRef<HTMLTextAreaElement>(null)
  const justComposed = useRef(false)
  const [insisting, setInsisting] = useState(false)
  const cost = costOf(text)
  const sendable = cost.pieces > 0 && cost.problem === null
  const { kind } = meters.state
  const mustInsist = kind === 'closed' || kind === 'never-written'

  useEffect(() => {
    const { current } = box
    if (!takesFocus || !current) return
    current.focus()
    // One goes on where the draft ends.
    current.setSelectionRange(current.value.length, current.value.length)
  }, [takesFocus])

  function send(insist: boolean): void {
    if (!sendable) return
    typing.stopped()
    void sending.send(text, insist).then((sent) => sent && onSent?.())
    box.current?.focus()
  }

  function onKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const { key, keyCode, shiftKey, ctrlKey, metaKey, altKey } = event
    const { isComposing } = event.nativeEvent
    const facts = { key, keyCode, shiftKey, ctrlKey, metaKey, altKey, isComposing }
    switch (keyMeaning(facts, justComposed.current)) {
      case 'send':
        event.preventDefault()
        if (mustInsist) setInsisting(sendable)
        else send(false)
        return
      case 'leave':
        event.preventDefault()
        onLeave()
        return
      case 'input-method':
        if (key === 'Enter') event.preventDefault()
        return
      case 'text':
        return
    }
  }

  return (
    <div className="shrink-0 border-t px-4 py-3">
      {kind === 'open' ? null : <ClosedWindow kind={kind} contact={contact} />}
      {kind === 'open' && meters.left === 0 ? (
        <p className="mb-2 text-preview text-warn">{t('composer.noneLeft', { name: contact })}</p>
      ) : null}
      {account && account.state !== 'online' && account.state !== 'connecting' ? (
        <p className="mb-2 text-preview text-soft">
          {t('composer.accountState', {
            account: accountName(account, t),
            state: t(`account.state.${account.state}`),
          })}
        </p>
      ) : null}
      {sending.error ? <ErrorLine code={sending.error} className="mb-2" /> : null}
      <div className="flex items-end gap-3">
        <textarea
          ref={box}
          data-composer
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder', { name: contact })}
          rows={1}
          value={text}
          dir="auto"
          className="field-sizing-content max-h-[194px] min-h-9 w-0 min-w-0 flex-1 resize-none rounded-control border border-line-strong bg-raised px-3 py-1.5 text-body text-ink placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-soft focus-visible:outline-offset-0"
          onChange={(event) => {
            sending.clearError()
            type(event.target.value)
            typing.typed(event.target.value)
          }}
          onBlur={() => {
            flush()
            typing.stopped()
          }}
          onKeyDown={onKey}
          onKeyUp={() => {
            justComposed.current = false
          }}
          onCompositionEnd={() => {
            // The Enter that ends a composition may come after its end, in the same turn.
            justComposed.current = true
            setTimeout(() => {
              justComposed.current = false
            }, 0)
          }}
        />
        <span
          className={classNames(
            'pb-2 text-meta whitespace-nowrap @max-[540px]:hidden',
            urgencyText(meters.state),
          )}
        >
          {kind === 'open'
            ? t('composer.meters', {
                window: windowWords(meters.state, meters.now, t, formats),
                left: quotaWords(conversation, meters.now, t),
              })
            : null}
        </span>
        {mustInsist ? null : (
          <Button look="primary" className="min-h-9!" disabled={!sendable} onClick={() => send(false)}>
            {t('composer.send')}
          </Button>
        )}
        {kind === 'open' ? null : (
          <Button className="min-h-9!" disabled={!sendable} onClick={() => setInsisting(true)}>
            {t('composer.sendAnyway')}
          </Button>
        )}
      </div>
      <CostLine cost={cost} left={meters.left} open={kind === 'open'} />
      <Confirm
        open={insisting}
        title={t('composer.insist.title')}
        body={t('composer.insist.body', { name: contact })}
        confirm={t('composer.sendAnyway')}
        onCancel={() => setInsisting(false)}
        onConfirm={() => {
          setInsisting(false)
          send(true)
        }}
      />
    </div>
  )
}
