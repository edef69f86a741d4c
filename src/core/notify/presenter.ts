import type { Stores } from '#core/stores.ts'
import { accountName, contactName } from '#shared/i18n/names.ts'
import { createTranslator, type Translator } from '#shared/i18n/translate.ts'
import type { AccountId, MessageId } from '#shared/model/ids.ts'
import type { Language } from '#shared/model/settings.ts'
import type { Facts } from './facts.ts'
import type { Desktop, NoticeListener, ShownTray, TrayLine } from './ports.ts'
import type { ReplyRefusal } from './replies.ts'
import type { Notice, Subject } from './subject.ts'
import type { TrayState } from './tray-state.ts'
import { lockedTray, trayWords } from './tray-words.ts'
import { type Wording, wordsOf } from './words.ts'

export interface PresenterDeps {
  desktop: Desktop
  facts: Facts
  stores: Pick<Stores, 'messages' | 'proposals'>
  /** The interface's language as of now. */
  language(): Language
  /** Names and words are left out of notifications. */
  isHidden(): boolean
  now(): number
}

interface Speech {
  language: Language
  t: Translator
  time(at: number): string
}

/** Puts what was decided into words and hands it to the desktop; what has not changed is not handed over again. */
export class Presenter {
  readonly #deps: PresenterDeps
  /** Keys of refusals that may be on the screen. */
  readonly #refusals = new Set<string>()
  #speech: Speech | null = null
  #badge: string | null = null
  #tray: string | null = null

  constructor(deps: PresenterDeps) {
    this.#deps = deps
  }

  show(notice: Notice, listener: NoticeListener): void {
    const { key, kind, subjects } = notice
    const { t } = this.#speak()
    const takesReply = kind === 'message' && subjects.length === 1
    this.#deps.desktop.show(
      {
        ...{ key, ...wordsOf(notice, this.#wording()) },
        group: kind,
        replyPlaceholder: takesReply ? t('notify.reply.placeholder') : null,
      },
      listener,
    )
  }

  /** A reply from a notification was not sent. */
  showRefusal(
    subject: Extract<Subject, { kind: 'message' }>,
    { code, isKept }: ReplyRefusal,
    clicked: () => void,
  ): void {
    const { t, isHidden, contactName: nameOf } = this.#wording()
    const problem = code === 'window-closed' || code === 'text-too-long' ? code : 'other'
    const key = `reply:${subject.conversationId}`
    this.#refusals.add(key)
    const kept = isKept ? `\n${t('notify.replyProblem.kept')}` : ''
    this.#deps.desktop.show(
      {
        key,
        title: isHidden ? t('notify.reply.hidden') : t('notify.reply.failed', { contact: nameOf(subject) }),
        body: `${t(`notify.replyProblem.${problem}`)}${kept}`,
        group: 'message',
        replyPlaceholder: null,
      },
      { clicked, replied() {}, closed: () => void this.#refusals.delete(key) },
    )
  }

  /** Takes refusals of replies off the screen. */
  closeRefusals(): void {
    for (const key of this.#refusals) this.#deps.desktop.close(key)
    this.#refusals.clear()
  }

  badge(count: number): void {
    const words = this.#speak().t('notify.tray.unread', { count })
    const state = JSON.stringify([count, words])
    if (this.#badge === state) return
    this.#badge = state
    this.#deps.desktop.setBadge(count, words)
  }

  /** @param locks the window can be locked from it */
  tray(state: TrayState, locks: boolean, chosen: (line: TrayLine) => void): void {
    const { t } = this.#speak()
    const nameOf = (id: AccountId) => {
      const account = this.#deps.facts.account(id)
      return account === undefined ? '' : accountName(account, t)
    }
    this.#setTray(trayWords(state, t, nameOf, locks), chosen)
  }

  /** Says nothing of anybody any more, and no number. */
  hush(chosen: (line: TrayLine) => void): void {
    this.closeRefusals()
    this.badge(0)
    this.#setTray(lockedTray(this.#speak().t), chosen)
  }

  #setTray(tray: ShownTray, chosen: (line: TrayLine) => void): void {
    const shown = JSON.stringify(tray)
    if (this.#tray === shown) return
    this.#tray = shown
    this.#deps.desktop.setTray(tray, chosen)
  }

  #wording(): Wording {
    const { facts, stores, isHidden, now } = this.#deps
    const { t, time } = this.#speak()
    const account = (subject: Subject) =>
      'accountId' in subject ? facts.account(subject.accountId) : undefined
    const conversation = (subject: Subject) =>
      'conversationId' in subject ? facts.conversations.get(subject.conversationId) : undefined
    const stored = (subject: Subject) =>
      'messageId' in subject ? stores.messages.get(subject.messageId satisfies MessageId) : null
    return {
      ...{ t, time },
      isHidden: isHidden(),
      now: now(),
      accountName(subject) {
        const found = account(subject)
        return found === undefined ? '' : accountName(found, t)
      },
      contactName(subject) {
        const found = conversation(subject)
        return found === undefined ? '' : contactName(found, account(subject), t)
      },
      message(subject) {
        const part = stored(subject)?.parts[0]
        return part === undefined ? null : { part, unread: conversation(subject)?.unread ?? 0 }
      },
      proposed: (subject) =>
        subject.kind === 'request' ? (stores.proposals.get(subject.proposalId)?.text ?? '') : '',
      reason: (subject) => stored(subject)?.sending?.reason ?? null,
    }
  }

  /** The interface's language may change at any time. */
  #speak(): Speech {
    const language = this.#deps.language()
    if (this.#speech?.language === language) return this.#speech
    const format = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    this.#speech = {
      language,
      t: createTranslator(language),
      time: (at) => format.format(at),
    }
    return this.#speech
  }
}
