import { EventEmitter } from 'node:events'
import type { Notification, NotificationConstructorOptions } from 'electron'
import type { Recorded, RecordedNotification } from '../recorder.ts'
import { strict } from '../strict.ts'
import { createEvent } from './event.ts'

/** The `Notification` class: every notification is recorded, host control clicks it. */
export function createNotificationClass(recorded: Recorded): object {
  class HostNotification
    extends EventEmitter
    implements Pick<Notification, 'show' | 'close' | 'title' | 'body'>
  {
    static {
      strict('Notification', HostNotification.prototype)
    }

    static isSupported(): boolean {
      return true
    }

    title: string
    body: string
    silent: boolean
    readonly #options: NotificationConstructorOptions
    #record: RecordedNotification | undefined

    constructor(options: NotificationConstructorOptions = {}) {
      super()
      this.title = options.title ?? ''
      this.body = options.body ?? ''
      this.silent = options.silent ?? false
      this.#options = options
    }

    show(): void {
      const record: RecordedNotification = {
        id: recorded.notifications.length,
        title: this.title,
        body: this.body,
        silent: this.silent,
        hasReply: this.#options.hasReply ?? false,
        replyPlaceholder: this.#options.replyPlaceholder ?? '',
        state: 'shown',
        click: () => this.emit('click', createEvent()),
        reply: (text) => this.emit('reply', createEvent({ reply: text }), text),
        dismiss: () => this.close(),
      }
      this.#record = record
      recorded.notifications.push(record)
      queueMicrotask(() => this.emit('show', createEvent()))
    }

    close(): void {
      const record = this.#record
      if (record === undefined || record.state === 'closed') return
      record.state = 'closed'
      queueMicrotask(() => this.emit('close', createEvent()))
    }
  }
  return strict('Notification', HostNotification)
}
