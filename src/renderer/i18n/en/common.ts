import { en as shared } from '#shared/i18n/en.ts'
import { proxyTrouble } from './network.ts'

export const common = {
  app: { name: 'Linkboard' },
  list: { comma: ', ', clause: ', ' },
  action: {
    cancel: 'Cancel',
    close: 'Close',
    save: 'Save',
    tryAgain: 'Try again',
    reload: 'Reload',
    dismiss: 'Dismiss',
    back: 'Back',
  },
  nav: {
    main: 'Main',
    inbox: 'Inbox',
    'side-by-side': 'Side by side',
    broadcasts: 'Broadcasts',
    accounts: 'Accounts',
    settings: 'Settings',
    accountList: 'Account list',
    addAccount: 'Add account',
    unreadConversations_one: '{{count}} conversation with unread messages',
    unreadConversations_other: '{{count}} conversations with unread messages',
    needsPerson_one: '{{count}} account needs you',
    needsPerson_other: '{{count}} accounts need you',
    rail: 'Navigation and accounts',
    resizeList: 'Width of the list',
    resizeRail: 'Width of the account list',
    filterAccounts: 'Filter accounts',
    noAccount: 'No account by that name.',
    more: '{{count}} more',
    fewer: 'Fewer',
    group_one: '{{name}}, {{count}} account',
    group_other: '{{name}}, {{count}} accounts',
    need: { 'may-be-muted': 'may be muted', failed: 'a message needs you', closing: 'closing soon' },
  },
  screen: {
    failed: 'Linkboard could not read its data. Try again.',
    crashed: 'This screen stopped because of an error. Nothing that was stored is lost.',
    loading: 'Loading',
    notLoaded: 'Not loaded',
    partFailed: 'This part of Linkboard could not be loaded. Try again, or restart Linkboard.',
  },
  starting: {
    title: 'Repairing the message database',
    hint: 'Part of the file could not be read. Everything that can be read is being saved into a new one; the damaged file is kept as it is. No messages are received until this is done. If you quit, it starts again next time.',
    step: {
      looking: 'Looking for what can be read.',
      saving: 'Saving what was found.',
      finishing: 'Putting it in order.',
    },
    percent: '{{percent}} %',
  },
  contact: shared.contact,
  account: {
    numbered: shared.account.numbered,
    unread: '{{count}} unread',
    state: {
      connecting: 'Connecting',
      online: 'Online',
      reconnecting: 'Reconnecting',
      offline: 'Offline',
      checking: 'Checking',
      'needs-sign-in': 'Needs sign-in',
      'signed-out': 'Signed out',
    },
    reason: {
      ...proxyTrouble,
      network: 'This computer has no connection. Check the network; Linkboard reconnects automatically.',
      certificate:
        "The server's certificate is not trusted, so nothing was sent. If this network inspects connections, install its certificate on this computer; Linkboard keeps trying automatically.",
      'slow-answer':
        'The server answers, but slowly. Its messages appear as soon as the whole answer is here; nothing needs to be done.',
      'server-error': 'The server is having trouble. Linkboard keeps trying automatically.',
      'server-busy': 'The server is asked too much at once. Linkboard waits and tries again automatically.',
      'answered-by-another':
        'Something on the way answers instead of the server, such as a sign-in page of this network. Open a browser and look; Linkboard keeps trying automatically.',
      garbage: 'The server answers with something unreadable. Linkboard keeps trying automatically.',
      'too-large':
        'The server answers with more than Linkboard can take. It is asked again ever less often; look into WeChat meanwhile.',
      'host-not-allowed':
        'Its server is not allowed, so this account neither sends nor receives. Sign in again, or check the server address Linkboard was started with.',
      'stale-token': 'The server no longer accepts this sign-in. The person has to scan a new code.',
      'token-missing': 'The stored sign-in is gone. The person has to scan a new code.',
      'vault-unavailable':
        "The stored sign-in cannot be read, so this account receives nothing meanwhile. Unlock the system's password store and reconnect, or sign in again.",
      'taken-elsewhere':
        'Another program on this computer is receiving for this account. Close that program; Linkboard then continues automatically.',
      storage: 'New messages cannot be stored, so receiving is paused. Free disk space, then reconnect.',
    },
  },
  window: {
    neverWritten: 'not written yet',
    wroteBefore: 'not written since the new sign-in',
    noSession: 'sign in to reply',
    hours: '{{hours}} h {{minutes}} m',
    minutes: '{{minutes}} m',
    seconds: '{{seconds}} s',
    wholeHours: '{{hours}} h',
    closed: 'closed',
    refusedShort: 'refused',
    mustWrite: 'must write first',
    closedSince: 'closed since {{since}}',
    refused: 'refused by the server',
    left: '{{count}} left',
    leftTitle_one: '{{count}} message left',
    leftTitle_other: '{{count}} messages left',
  },
  error: {
    'bad-request': 'Nothing was done: the input is not valid. Check it and try again.',
    'unknown-request': 'This version cannot do that. Update Linkboard.',
    'foreign-frame': 'That was blocked. Restart Linkboard and try again.',
    'not-found': 'It was not found. It may have been deleted.',
    'text-empty': 'There is nothing to send yet.',
    'text-too-long': 'The text is too long to send. Split it into several messages.',
    'nothing-to-send': 'There is nothing to send. Choose at least one file.',
    'window-closed': 'The reply window is closed. Ask the contact to write a message first.',
    'time-past': 'That time is over. Choose a later one.',
    'time-after-window': 'The reply window closes before that time. Choose an earlier one.',
    'group-not-answerable': 'Groups cannot be answered. Write to the person in a conversation of their own.',
    locked: 'Linkboard is locked. Unlock it first.',
    'not-possible-now': 'That is not possible at the moment. Try again later.',
    'broadcast-frozen':
      'This broadcast was started, so its content and its list stay as they are. Repeat it as a new one to change them.',
    'broadcast-started': 'This broadcast has been started already. Follow it in the list of broadcasts.',
    'broadcast-too-many-messages':
      'Too many messages: about ten can go out per message of theirs, less those reserved for your own replies. Shorten the text or remove files.',
    'broadcast-no-recipients': 'Nobody is chosen. Go back and choose at least one contact.',
    'broadcast-nobody-reachable':
      'None of the people chosen can be reached now. Look at the reasons, or wait until somebody has written.',
    'broadcast-nothing-failed': 'Nothing left to retry.',
    'broadcast-file-missing':
      'A file of this broadcast is not on this computer any more. Write it as a new broadcast and attach the file again.',
    'quick-reply-gaps':
      'A placeholder in it has no value for this contact. Fill it in before you send it; nothing was sent.',
    'quick-replies-full': 'There is no room for more quick replies. Delete some that nobody uses.',
    'quick-replies-unreadable':
      'This is not a file with quick replies that can be read. Choose a JSON file that Linkboard exported, or a CSV file.',
    'quick-replies-too-large':
      'This file is too large: at most 40 MB and 20,000 entries can be imported at once. Split it into several.',
    'quick-replies-no-columns':
      'The first line has to name the columns: Group, Title, Text. Add it and try again.',
    'vault-refused': 'The system refused to protect the sign-in. Unlock its password store and try again.',
    'storage-failed': 'It could not be stored. Try again.',
    'storage-full': 'The disk is full. Free some space and try again.',
    'practice-unavailable': 'Practice mode is not available here.',
    'too-few-left':
      'Fewer messages are left there than this takes. Ask the contact to write a message first.',
    'segment-name-taken': 'Another segment has this name. Choose another one.',
    'keys-taken': 'Another program uses these keys. Choose others.',
    'file-unwritable': 'The file cannot be written there. Choose another place.',
    'file-unopenable': 'The system has no program that opens this file. Save it and choose one yourself.',
    'media-missing':
      'The file is no longer on this computer. Download it again if that is offered, or ask the contact to send it again.',
    'programs-full': 'There are as many programs as there can be. Revoke one that is not used any more.',
    'too-many-proposals': 'This program has many requests waiting. Decide about some of them first.',
    'reserve-kept':
      'This would take the messages that are kept for your own replies. Edit it to send it yourself, or wait until the contact writes.',
    'folder-unreadable': 'This folder cannot be read. Check that the path is complete.',
    'backup-foreign': 'This is not a backup of Linkboard. Choose another file.',
    'backup-too-new': 'This backup was made by a newer Linkboard. Update this one first.',
    'backup-passphrase': 'The passphrase does not open this backup. Check it and try again.',
    'backup-damaged': 'This backup is damaged or incomplete and cannot be used. Try another copy of it.',
    'backup-unreadable': 'This file cannot be read. Check that it is still there.',
    'backup-unwritable': 'The backup cannot be written there. Choose another place.',
    'backup-folder-relative': 'Enter the whole path of the folder, from the drive or from / on.',
    'backup-folder-gone': 'The folder for backups is not there. Connect its drive, or choose another folder.',
    'backup-folder-own':
      'This folder belongs to the data of Linkboard, which a backup is for when it is lost. Choose one elsewhere.',
    'backup-not-proven':
      'The backup was not the same when it was read back, so it was not kept. Check the drive, or choose another folder.',
    'backup-source-damaged':
      'The message store is damaged, so no backup was made of it, and earlier ones stay. Linkboard repairs it now; wait for that to end.',
    'backup-passphrase-gone': 'The passphrase for automatic backups is not known here. Enter it again.',
    internal: 'Something went wrong in Linkboard. Try again.',
  },
}
