/** The lock: its screen, its dialogs and its settings. */
export const lock = {
  lock: {
    now: 'Lock now',
    locked: 'Linkboard is locked',
    goesOn: 'It keeps receiving, and sends what was queued or scheduled.',
    passphrase: 'Passphrase',
    unlock: 'Unlock',
    wrong: 'That is not the passphrase.',
    damaged:
      'The file that knows your passphrase is damaged, so no passphrase opens it. Messages are still received and sent. “Forgot the passphrase?” below opens Linkboard again.',
    wait: 'Too many wrong passphrases. Try again in {{time}}.',
    forgotten: 'Forgot the passphrase?',
    forget: {
      title: 'Open without the passphrase',
      body: 'Every account is signed out, so its owner has to scan a code again. What is queued or scheduled is not sent, and the passphrase is removed.',
      history: 'History',
      keep: 'Keep the history',
      keepHint: 'Messages, contacts and settings stay and can be read right away.',
      keepLater:
        'Only after {{count}} wrong passphrases in a row, which takes about ten minutes, so that nobody passing by can read along.',
      delete: 'Delete everything',
      deleteHint:
        'Accounts, messages, contacts, files and quick replies are deleted. Only a backup brings them back.',
      confirm: 'Type “{{word}}” to confirm',
      word: 'sign out',
      go: 'Sign out everything',
      cancel: 'Cancel',
    },
    set: {
      title: 'Set a passphrase',
      body: 'Linkboard asks for it at every start and whenever it was locked. It cannot be recovered: without it, every account has to sign in again.',
      action: 'Set passphrase',
      andLock: 'Set and lock',
    },
    change: { title: 'Change the passphrase', action: 'Change passphrase' },
    remove: {
      title: 'Remove the passphrase',
      body: 'Nothing is locked any more, neither by key nor automatically.',
      action: 'Remove passphrase',
    },
    former: 'Current passphrase',
    next: 'New passphrase',
    repeat: 'Repeat passphrase',
    short: 'At least {{count}} characters.',
    differs: 'The passphrases do not match.',
    cancel: 'Cancel',
    settings: {
      passphrase: 'Passphrase',
      off: 'None by default, so nothing is locked. With a passphrase, {{keys}} locks Linkboard, and every start asks for it.',
      on: '{{keys}} locks Linkboard, and every start asks for the passphrase.',
      practice: 'Practice mode has no lock: nothing in it is real.',
      limits:
        'The lock keeps out people who sit down at this computer. It does not encrypt: whoever can read your files can read the history.',
      automatically: 'Lock automatically',
      none: 'This takes effect once a passphrase is set.',
      idle: 'When nobody uses the computer',
      idleHint: '10 minutes by default, long enough for a telephone call.',
      never: 'Never',
      minutes_one: 'After {{count}} minute',
      minutes_other: 'After {{count}} minutes',
      onSleep: 'When the computer goes to sleep',
      onSleepHint: 'On by default: somebody else may wake it.',
      onScreenLock: 'When the system locks its screen',
      onScreenLockHint:
        'On by default: somebody else may know how to unlock it. Some Linux desktops do not tell programs.',
    },
  },
}
