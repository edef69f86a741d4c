import type { Translator } from '#shared/i18n/translate.ts'
import type { MessagePart, SendReason } from '#shared/model/message.ts'
import { instantOf } from '#shared/model/wall-time.ts'
import { excerpt } from '#shared/text/excerpt.ts'
import { cleanFileName } from '#shared/text/file-name.ts'
import { repairText } from '#shared/text/repair.ts'
import { shownPart } from '#shared/text/shown-part.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { ShownNotice } from './ports.ts'
import type { Notice, NoticeKind, Subject } from './subject.ts'

/** Longest text of a message in a notification, in UTF-16 units. */
const TEXT_LENGTH = 200
/** Names that a group says. */
const NAMES = 3

/** What the words of a notice are made from. */
export interface Wording {
  t: Translator
  /** Names and words are left out. */
  isHidden: boolean
  /** Unix milliseconds. */
  now: number
  /** A time of the day, as the operator reads it. */
  time(at: number): string
  accountName(subject: Subject): string
  contactName(subject: Subject): string
  /** What stands in the message of a subject, and how many are unread there. */
  message(subject: Subject): { part: MessagePart; unread: number } | null
  /** What a program would have sent in words; empty where that is files alone. */
  proposed(subject: Subject): string
  /** Why a send is in its state. */
  reason(subject: Subject): SendReason | null
}

type Words = Pick<ShownNotice, 'title' | 'body'>

/** A notice in words. */
export function wordsOf({ subjects, kind }: Notice, wording: Wording): Words {
  const newest = subjects.at(-1) ?? subjects[0]
  return subjects.length > 1 ? ofSeveral(kind, subjects, wording) : ofOne(newest, wording)
}

function ofOne(subject: Subject, wording: Wording): Words {
  const { t, isHidden, now, time, accountName, contactName, proposed, reason } = wording
  switch (subject.kind) {
    case 'message':
      return ofMessage(subject, wording)
    case 'closing': {
      const left = leftWords(subject.closesAt - now, t)
      const body = t('notify.closing.body', { time: time(subject.closesAt) })
      if (isHidden) return { title: t('notify.closing.hidden', { left }), body }
      return { title: t('notify.closing.title', { left, contact: contactName(subject) }), body }
    }
    case 'refused':
    case 'unconfirmed':
    case 'unsent': {
      const why = reason(subject)
      const body = why === null ? t(`notify.${subject.kind}.severalBody`) : t(`message.reason.${why}`)
      if (isHidden) return { title: t(`notify.${subject.kind}.hidden`), body }
      return { title: t(`notify.${subject.kind}.title`, { contact: contactName(subject) }), body }
    }
    case 'not-started': {
      const { due } = subject
      const title = t('notify.notStarted.title')
      const at = due === null ? null : time(instantOf(due))
      return {
        title,
        body: at === null ? t('notify.notStarted.open') : t('notify.notStarted.body', { time: at }),
      }
    }
    case 'request': {
      if (isHidden) return { title: t('notify.request.hidden'), body: t('notify.request.body') }
      const title = t('notify.request.title', { program: subject.program, contact: contactName(subject) })
      return { title, body: oneLine(proposed(subject)) || t('notify.request.body') }
    }
    case 'needs-sign-in':
    case 'may-be-muted': {
      const key = ACCOUNT_KEYS[subject.kind]
      const body = t(`notify.${key}.body`)
      if (isHidden) return { title: t(`notify.${key}.hidden`), body }
      return { title: t(`notify.${key}.title`, { account: accountName(subject) }), body }
    }
    default:
      return unreachable(subject)
  }
}

const ACCOUNT_KEYS = { 'needs-sign-in': 'needsSignIn', 'may-be-muted': 'maybeMuted' } as const

function ofMessage(subject: Subject, wording: Wording): Words {
  const { t, isHidden, accountName, contactName, message } = wording
  if (isHidden) return { title: 'Linkboard', body: t('notify.message.hidden') }
  const [contact, account] = [contactName(subject), accountName(subject)]
  const title =
    contact === account
      ? t('notify.message.title', { contact })
      : t('notify.message.titleVia', { contact, account })
  const found = message(subject)
  if (found === null) return { title, body: t('notify.message.hidden') }
  const text = partWords(found.part, t)
  return { title, body: found.unread > 1 ? t('notify.message.body', { count: found.unread, text }) : text }
}

function ofSeveral(kind: NoticeKind, subjects: readonly Subject[], wording: Wording): Words {
  const { t, isHidden, time, contactName, accountName } = wording
  const count = subjects.length
  switch (kind) {
    case 'message':
      return {
        title: t('notify.message.several', { count }),
        body: isHidden ? '' : namesOf(subjects.map(contactName), t),
      }
    case 'closing': {
      const times = subjects.flatMap((one) => (one.kind === 'closing' ? [one.closesAt] : []))
      return {
        title: t('notify.closing.several', { count }),
        body: t('notify.closing.severalBody', { time: time(Math.min(...times)) }),
      }
    }
    case 'refused':
    case 'unconfirmed':
    case 'unsent':
      return { title: t(`notify.${kind}.several`, { count }), body: t(`notify.${kind}.severalBody`) }
    case 'not-started':
      return { title: t('notify.notStarted.several', { count }), body: t('notify.notStarted.open') }
    case 'request':
      return {
        title: t('notify.request.several', { count }),
        body: isHidden ? t('notify.request.body') : namesOf(subjects.map(contactName), t),
      }
    case 'needs-sign-in':
    case 'may-be-muted': {
      const key = ACCOUNT_KEYS[kind]
      const names = isHidden ? '' : namesOf(subjects.map(accountName), t)
      return {
        title: t(`notify.${key}.several`, { count }),
        body: isHidden ? t(`notify.${key}.severalBody`) : `${names}\n${t(`notify.${key}.severalBody`)}`,
      }
    }
    default:
      return unreachable(kind)
  }
}

/** The newest first, and how many more there are. */
function namesOf(names: readonly string[], t: Translator): string {
  const all = [...new Set(names)].toReversed()
  const shown = all.slice(0, NAMES).join(t('notify.and'))
  const count = all.length - NAMES
  return count > 0 ? t('notify.more', { names: shown, count }) : shown
}

/** How long is left, in whole minutes, rounded up. */
function leftWords(ms: number, t: Translator): string {
  const total = Math.max(1, Math.ceil(ms / 60_000))
  const [hours, minutes] = [Math.floor(total / 60), total % 60]
  if (hours === 0) return t('notify.left.minutes', { minutes })
  return minutes === 0 ? t('notify.left.hours', { hours }) : t('notify.left.both', { hours, minutes })
}

/** As much of a text as there is room for. */
function oneLine(text: string): string {
  return excerpt(text.replace(/\s+/gu, ' ').trim(), TEXT_LENGTH)
}

/** What a part of a message is, on one line. */
function partWords(part: MessagePart, t: Translator): string {
  const shown = shownPart(part)
  switch (shown.kind) {
    case 'text':
      return oneLine(shown.text)
    case 'voice': {
      const transcript = excerpt(shown.transcript ?? '', TEXT_LENGTH)
      return t('notify.part.voice', { transcript }).trim()
    }
    case 'file':
      return t('notify.part.file', { name: excerpt(cleanFileName(shown.name), TEXT_LENGTH) })
    case 'progress':
      return t('notify.part.progress', { tool: excerpt(repairText(shown.tool), TEXT_LENGTH) })
    case 'image':
    case 'video':
    case 'unsupported':
    case 'unreadable':
      return t(`notify.part.${shown.kind}`)
    default:
      return unreachable(shown)
  }
}
