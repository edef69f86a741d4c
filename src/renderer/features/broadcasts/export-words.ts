import type { ExportWords, RecipientState, SkipReason } from '#shared/model/broadcast.ts'
import type { SendReason, SendState } from '#shared/model/message.ts'
import type { Translate } from '../../i18n/index.ts'

const STATES: Record<RecipientState, true> = {
  queued: true,
  sending: true,
  accepted: true,
  unconfirmed: true,
  refused: true,
  skipped: true,
  cancelled: true,
}

const SKIPS: Record<SkipReason, true> = {
  excluded: true,
  'account-offline': true,
  'account-may-be-muted': true,
  'window-closed': true,
  'quota-short': true,
  reserve: true,
}

const ITEM_STATES: Record<SendState, true> = {
  queued: true,
  uploading: true,
  sending: true,
  accepted: true,
  unconfirmed: true,
  refused: true,
  cancelled: true,
  'waiting-for-contact': true,
}

const ITEM_REASONS: Record<SendReason, true> = {
  'window-closed': true,
  'quota-used': true,
  'never-written': true,
  'stale-context': true,
  'too-long': true,
  'rate-limited': true,
  malformed: true,
  'wrong-recipient': true,
  'session-stale': true,
  'signed-out': true,
  'host-not-allowed': true,
  'refused-unknown': true,
  'no-message-id': true,
  'answer-lost': true,
  interrupted: true,
  'behind-refused': true,
  'not-connected': true,
  'paused-rate': true,
  restored: true,
  'upload-failed': true,
  'upload-refused': true,
  'upload-host-not-allowed': true,
  'file-missing': true,
  'broadcast-stopped': true,
  'broadcast-cancelled': true,
  excluded: true,
  reserve: true,
}

/** What an exported ledger calls things: the words of the screen. */
export function exportWords(t: Translate): ExportWords {
  return {
    columns: {
      contact: t('broadcasts.person.contact'),
      contactId: t('broadcasts.person.contactId'),
      account: t('broadcasts.person.account'),
      state: t('broadcasts.person.state'),
      reason: t('broadcasts.person.reason'),
      messages: t('broadcasts.person.messages'),
      settledAt: t('broadcasts.person.settled'),
      answeredAt: t('broadcasts.person.answered'),
    },
    states: wordsFor(STATES, (state) => t(`broadcasts.recipient.${state}`)),
    skips: wordsFor(SKIPS, (reason) => t(`broadcasts.skip.${reason}`)),
    itemStates: wordsFor(ITEM_STATES, (state) => t(`message.state.${state}`)),
    itemReasons: wordsFor(ITEM_REASONS, (reason) => t(`message.reason.${reason}`)),
    accountNumbered: t('account.numbered', { number: '{number}' }),
    contactUnnamed: t('contact.unnamed', { id: '{id}' }),
  }
}

function wordsFor<K extends string>(all: Record<K, true>, word: (one: K) => string): Record<string, string> {
  return Object.fromEntries((Object.keys(all) as K[]).map((one) => [one, word(one)]))
}
