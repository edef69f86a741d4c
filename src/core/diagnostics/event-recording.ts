import type { DomainEvent } from '#core/events/domain-event.ts'
import type { Subscriber } from '#core/events/event-bus.ts'
import type { Log } from '#core/ports.ts'
import type { OutboxRepository } from '#core/storage/outbox-repository.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { plainWords } from '#shared/text/plain-words.ts'
import { unreachable } from '#shared/unreachable.ts'
import { toFailure } from './log-event.ts'
import type { Recorder } from './recorder.ts'

export interface EventRecordingDeps {
  recorder: Recorder
  log: Log
  outbox: Pick<OutboxRepository, 'traces'>
}

/** Writes down what happened, as far as a timeline or the log has a line for it. */
export class EventRecording implements Subscriber {
  readonly place = 'timeline'
  readonly #deps: EventRecordingDeps

  constructor(deps: EventRecordingDeps) {
    this.#deps = deps
  }

  handle(event: DomainEvent): void {
    const { recorder, log, outbox } = this.#deps
    switch (event.kind) {
      case 'messages-received':
        if (event.unreadable > 0)
          recorder.record(event.accountId, { kind: 'unreadable', count: event.unreadable })
        if (event.lost > 0) recorder.record(event.accountId, { kind: 'lost', count: event.lost })
        recorder.recordSends(outbox.traces(event.echoedIds))
        return
      case 'sends-changed':
        recorder.recordSends(outbox.traces(event.messageIds))
        return
      case 'ingest-failed':
        log.write({ kind: 'failure', where: 'ingest', failure: toFailure(event.error) })
        recorder.record(event.accountId, { kind: 'storage-failed' })
        return
      case 'session-changed':
        recorder.recordStatus(event.accountId, event.status)
        return
      case 'poll-ended':
        recorder.recordPoll(event.accountId, event.how)
        return
      case 'account-reconnected':
        recorder.record(event.accountId, { kind: 'reconnect' })
        return
      case 'sign-in-changed':
        this.#recordSignIn(event.signIn)
        return
      case 'sign-in-status-unknown':
        log.write({ kind: 'unknown-sign-in-status', name: plainWords(event.name) })
        return
      case 'account-bound':
      case 'accounts-changed':
      case 'account-removed':
      case 'app-info-changed':
      case 'backup-changed':
      case 'auto-backup-changed':
      case 'export-progress':
      case 'broadcast-changed':
      case 'broadcast-removed':
      case 'contact-changed':
      case 'contact-erased':
      case 'conversations-changed':
      case 'history-erased':
      case 'lessons-changed':
      case 'media-changed':
      case 'media-progress':
      case 'messages-taken-back':
      case 'recipients-changed':
      case 'settings-changed':
      case 'sign-in-removed':
      case 'snoozes-ended':
      case 'templates-changed':
      case 'segments-changed':
      case 'quick-replies-changed':
      case 'scheduled-changed':
      case 'program-changed':
      case 'proposals-changed':
      case 'program-door-changed':
        return
      default:
        unreachable(event)
    }
  }

  #recordSignIn({ number, status, accountId }: SignIn): void {
    const { recorder, log } = this.#deps
    log.write({ kind: 'sign-in', number, status })
    if (status === 'signed-in' && accountId !== null) recorder.record(accountId, { kind: 'signed-in' })
  }
}
