import { TriangleAlert } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type Ref, useId, useRef, useState } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { isAnswerDue } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { closesBefore, isSnoozeOver, type SnoozeChoice, snoozeChoices } from '#shared/model/snooze.ts'
import { instantOf, isWallTime, onDay, type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useContactName, useFormats, useNow, useReplicaParts } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** Asks until when conversations are put off: a preset by one key, or a time of one's own. */
export function SnoozeDialog(props: {
  ids: readonly ConversationId[]
  onChoose: (until: WallTime | null) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const now = useNow('minute')
  const first = useRef<HTMLButtonElement>(null)
  const conversations = useReplicaParts(({ conversations: all }) =>
    props.ids.flatMap((id) => all.get(id) ?? []),
  )
  const choices = snoozeChoices(now)

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
    const choice = /^[1-9]$/u.test(event.key) ? choices[Number(event.key) - 1] : undefined
    if (choice === undefined) return
    event.preventDefault()
    props.onChoose(choice.until)
  }

  return (
    <Dialog open title={t('desk.snoozing.title')} onClose={props.onClose} initialFocus={first}>
      <section aria-label={t('desk.snoozing.title')} className="flex flex-col gap-1" onKeyDown={onKey}>
        <Subject conversations={conversations} />
        <ClosesFirst conversations={conversations} now={now} />
        {choices.map((choice, index) => (
          <Choice
            key={choice.preset}
            choice={choice}
            digit={index + 1}
            ref={index === 0 ? first : undefined}
            isLate={closingFirst(conversations, choice.until, now).length > 0}
            now={now}
            onChoose={() => props.onChoose(choice.until)}
          />
        ))}
        <OwnTime conversations={conversations} now={now} onChoose={props.onChoose} />
      </section>
    </Dialog>
  )
}

function Subject({ conversations }: { conversations: readonly ConversationSummary[] }) {
  const { t } = useTranslation()
  const [one] = conversations
  const name = useContactName(one)
  if (one === undefined) return null
  return (
    <p className="mb-2 truncate text-preview text-soft">
      {conversations.length === 1 ? name : t('desk.snoozing.many', { count: conversations.length })}
    </p>
  )
}

function Choice(props: {
  choice: SnoozeChoice
  digit: number
  ref: Ref<HTMLButtonElement> | undefined
  /** Somebody can no longer be answered when it ends. */
  isLate: boolean
  now: number
  onChoose: () => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { choice, isLate, now } = props
  return (
    <button
      type="button"
      ref={props.ref}
      onClick={props.onChoose}
      className="focus-inset flex min-h-9 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-sunken focus-visible:bg-sunken"
    >
      <span className="flex-1">{t(`desk.snoozing.${choice.preset}`)}</span>{' '}
      <span
        className={classNames('flex items-center gap-1.5 text-preview', isLate ? 'text-warn' : 'text-soft')}
      >
        {isLate ? (
          <TriangleAlert size={14} role="img" aria-label={t('desk.snoozing.late')} className="shrink-0" />
        ) : null}
        {choice.until === null
          ? t('desk.snoozing.untilTheyWriteTime')
          : formats.soonTime(instantOf(choice.until), now)}
      </span>
      <kbd
        aria-hidden
        className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-panel px-1 font-sans text-meta text-soft"
      >
        {props.digit}
      </kbd>
    </button>
  )
}

/** When the reply windows of those who wait for an answer close before a snooze ends. */
function closingFirst(
  conversations: readonly ConversationSummary[],
  until: WallTime | null,
  now: number,
): number[] {
  return conversations
    .filter(isAnswerDue)
    .flatMap((conversation) => closesBefore(conversation, until, now) ?? [])
}

/** Says once until when somebody can be answered, where a snooze may end later. */
function ClosesFirst({ conversations, now }: { conversations: readonly ConversationSummary[]; now: number }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const latest = snoozeChoices(now).findLast(({ until }) => until !== null)?.until ?? null
  const closing = closingFirst(conversations, latest, now)
  if (closing.length === 0) return null
  const time = formats.soonTime(Math.min(...closing), now)
  return (
    <p className="mb-2 flex items-start gap-1.5 text-preview text-warn">
      <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
      {conversations.length === 1
        ? t('desk.snoozing.closesFirst', { time })
        : t('desk.snoozing.closesFirstOf', { count: closing.length, time })}
    </p>
  )
}

function OwnTime(props: {
  conversations: readonly ConversationSummary[]
  now: number
  onChoose: (until: WallTime) => void
}) {
  const { t } = useTranslation()
  const { now } = props
  const field = useId()
  const warning = useId()
  const [text, setText] = useState<string>(() => onDay(wallTimeAt(now), 1, 14))
  const until = isWallTime(text) ? text : null
  const isOver = until !== null && isSnoozeOver(until, now)
  const isLate = until !== null && closingFirst(props.conversations, until, now).length > 0

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (until !== null && !isOver) props.onChoose(until)
  }

  return (
    <form onSubmit={submit} className="mt-2 flex flex-col gap-1 border-t pt-3">
      <span className="flex items-center gap-2 pl-2">
        <label htmlFor={field} className="sr-only">
          {t('desk.snoozing.ownTime')}
        </label>
        <input
          id={field}
          type="datetime-local"
          value={text}
          min={wallTimeAt(now)}
          onChange={(event) => setText(event.target.value)}
          className={`${INPUT_CLASS} w-auto! flex-1`}
        />
        <Button type="submit" disabled={until === null || isOver} aria-describedby={warning}>
          {t('desk.snoozing.own')}
        </Button>
      </span>
      {isOver ? (
        <p id={warning} className="px-2 text-meta text-danger">
          {t('desk.snoozing.past')}
        </p>
      ) : isLate ? (
        <p id={warning} className="px-2 text-meta text-warn">
          {t('desk.snoozing.late')}
        </p>
      ) : null}
    </form>
  )
}
