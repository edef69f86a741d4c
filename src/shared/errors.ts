/** Every way a request can fail, as the page sees it. Words for each stand in the translations. */
export const APP_ERROR_CODES = [
  'bad-request',
  'unknown-request',
  'foreign-frame',
  'not-found',
  'text-empty',
  'text-too-long',
  'nothing-to-send',
  'window-closed',
  'time-past',
  'time-after-window',
  'group-not-answerable',
  'not-possible-now',
  'locked',
  'broadcast-frozen',
  'broadcast-started',
  'broadcast-too-many-messages',
  'broadcast-no-recipients',
  'broadcast-nobody-reachable',
  'broadcast-nothing-failed',
  'broadcast-file-missing',
  'segment-name-taken',
  'too-few-left',
  'quick-reply-gaps',
  'quick-replies-full',
  'quick-replies-unreadable',
  'quick-replies-too-large',
  'quick-replies-no-columns',
  'vault-refused',
  'storage-failed',
  'storage-full',
  'practice-unavailable',
  'folder-unreadable',
  'file-unwritable',
  'keys-taken',
  'file-unopenable',
  'media-missing',
  'backup-foreign',
  'backup-too-new',
  'backup-passphrase',
  'backup-damaged',
  'backup-unreadable',
  'backup-unwritable',
  'backup-folder-relative',
  'backup-folder-gone',
  'backup-folder-own',
  'backup-not-proven',
  'backup-source-damaged',
  'backup-passphrase-gone',
  'programs-full',
  'too-many-proposals',
  'reserve-kept',
  'internal',
] as const

export type AppErrorCode = (typeof APP_ERROR_CODES)[number]

/** A failure with a code that has words for people. Its message is for developers and holds no secrets. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: AppErrorCode

  constructor(code: AppErrorCode, message: string = code, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** What crosses the bridge instead of a rejection, which would lose everything but its message. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: { code: AppErrorCode } }
