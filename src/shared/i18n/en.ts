import { notifyEn } from './notify-en.ts'

/** Texts that main needs too, in English; the page's catalogue takes them from here. */
export const en = {
  account: { numbered: 'Account {{number}}' },
  contact: { unnamed: 'Contact {{id}}', erased: 'Deleted contact', group: 'Group {{id}}' },
  message: {
    you: 'You',
    kind: {
      text: 'Text',
      image: 'Image',
      video: 'Video',
      voice: 'Voice',
      file: 'File',
      progress: 'Text',
      unsupported: 'Unsupported',
      unreadable: 'Could not be read',
    },
    state: {
      held: 'Held',
      queued: 'Queued',
      uploading: 'Uploading',
      sending: 'Sending',
      accepted: 'Accepted',
      unconfirmed: 'Unconfirmed',
      refused: 'Refused',
      cancelled: 'Cancelled',
      'waiting-for-contact': 'Waiting for contact',
    },
    reason: {
      'window-closed': 'The 24 hours to reply were over. Ask the contact to write, then send again.',
      'quota-used':
        'The roughly ten replies are probably used up. Ask the contact to write, then send again.',
      'never-written': 'The contact has not written to this account yet. Ask for a first message.',
      'stale-context':
        'The server refused it; it may no longer know this conversation. Ask the contact to write, then send again.',
      'too-long': 'The server found the message too long. Split it and send the parts.',
      'rate-limited': 'Too many messages in a short time. Wait a few minutes, then send again.',
      malformed: 'The server could not use this message. Write it again in other words.',
      'wrong-recipient':
        'This contact does not belong to this account. Answer through the account they wrote to.',
      'session-stale': 'The account needs sign-in, so this was not sent. Sign in again, then send again.',
      'signed-out': 'The account is signed out. Sign in again, then send again.',
      'host-not-allowed': "The account's server is not allowed, so this was not sent. Sign in again.",
      'refused-unknown':
        'The server refused it without saying why. Ask the contact to write, then send again.',
      'no-message-id':
        'The server answered without a receipt. Ask the contact whether it is there before sending again.',
      'answer-lost':
        'The connection broke before the answer. Ask the contact whether it is there before sending again.',
      'server-failed':
        'The server failed while handling it. Ask the contact whether it is there before sending again.',
      'server-busy':
        'The server was asked too much at once and may not have taken it. Wait a few minutes, then ask the contact whether it is there before sending again.',
      'server-declined':
        'The server turned it away without saying why. Ask the contact whether it is there before sending again.',
      'answered-by-another':
        'Something on the way answered instead of the server, such as a sign-in page of this network. Check the network, and ask the contact whether it is there before sending again.',
      'answer-unreadable':
        'The answer could not be read. Ask the contact whether it is there before sending again.',
      'no-answer': 'No answer came in time. Ask the contact whether it is there before sending again.',
      interrupted:
        'Linkboard was closed while sending. Ask the contact whether it is there before sending again.',
      'behind-refused':
        'An earlier message was refused, so this one waits. Send it once the contact has written.',
      'not-connected': 'The account is not connected. It goes out when the connection is back.',
      'rate-limit-pause': 'The server asked for a pause. It goes out automatically afterwards.',
      restored:
        'It was queued when the backup was made and may have gone out since. Look at the conversation in WeChat before sending it.',
      'upload-failed':
        'The file could not be uploaded (the server failed three times), so it was not sent. Retry.',
      'upload-refused': 'The server did not accept the file, so it was not sent. Retry, or send another one.',
      'upload-host-not-allowed':
        'The server named an upload address that Linkboard may not use, so nothing was uploaded or sent. Retry later.',
      'file-missing': 'The file is not on this computer any more. Add it again.',
      'broadcast-stopped':
        'The broadcast stopped using this account after the server had shown a restriction, so this was not sent. Retry it from the broadcast later.',
      'broadcast-cancelled': 'The broadcast was cancelled before this was sent.',
      excluded: 'The contact was excluded from broadcasts before this was sent.',
      reserve:
        'It was not sent, to reserve messages for your own replies. Retry it from the broadcast once the contact has written.',
      'ended-before': 'Linkboard ended before it left, so it was not sent. Send it or change it.',
      'time-missed':
        'Its time passed while Linkboard was closed, asleep or offline, so it was not sent. Send it or change it.',
      'account-not-online':
        'The account was not online at the time that was set, so it was not sent. Send it once the account is back.',
      'account-may-be-muted':
        'The account looked muted at the time that was set, so it was not sent. Ask the contact to write first.',
    },
  },
  history: {
    time: 'Time',
    account: 'Account',
    from: 'From',
    kind: 'Kind',
    text: 'Text',
    file: 'File',
    state: 'State',
  },
  broadcasts: {
    person: {
      contact: 'Contact',
      contactId: 'Contact id',
      account: 'Account',
      state: 'State',
      reason: 'Reason',
      messages: 'Messages',
      settled: 'Settled',
      answered: 'Answer',
    },
    recipient: {
      queued: 'Queued',
      sending: 'Sending',
      accepted: 'Accepted',
      unconfirmed: 'Unconfirmed',
      refused: 'Refused',
      skipped: 'Skipped',
      cancelled: 'Cancelled',
    },
    skip: {
      'window-closed': 'Window closed',
      'quota-short': 'Quota short',
      excluded: 'Excluded',
      'account-offline': 'Account offline',
      'account-may-be-muted': 'Account may be muted',
      'name-missing': 'Name missing',
      reserve: 'Reserve',
      'broadcast-to-recently': 'Broadcast to recently',
      group: 'Group',
    },
  },
  notify: notifyEn,
  riskyFile: {
    title: 'This may be a program. Open it?',
    body: '“{{name}}” may run as a program or hold one, and do anything on this computer. Open it only if you know who made it and asked for it.',
    open: 'Open anyway',
    cancel: 'Cancel',
  },
  programSignOut: {
    title: '“{{program}}” wants to sign out “{{account}}”.',
    body: 'This account then receives and sends nothing until its owner scans a code again. Its conversations stay.',
    signOut: 'Sign out',
    decline: 'Decline',
  },
  quitLocked: {
    title: 'Something is not sent yet. Quit anyway?',
    body: 'Without Linkboard nothing is sent and nothing scheduled leaves. Unlock it to see what is left.',
    keep: 'Keep open',
    anyway: 'Quit anyway',
  },
  startFailure: {
    'too-new':
      'This data folder was last used by a newer Linkboard. Install that version again, or use another data folder. No messages are received until it starts.',
    'foreign-folder':
      'This folder holds something other than the data of Linkboard. Name an empty folder, or a new one. No messages are received until it starts.',
    'disk-full':
      'The data folder could not be opened: the disk is full. Free some space and start again. No messages are received until it starts.',
    'not-writable':
      'The data folder could not be opened: it cannot be written to. Check its permissions, or choose another one with --user-data-dir. No messages are received until it starts.',
    'in-the-way':
      'The data folder could not be opened: something else is where its files belong. Move that away, or choose another folder with --user-data-dir. No messages are received until it starts.',
    unknown:
      'The data folder could not be opened. Start again; if that does not help, choose another folder with --user-data-dir. No messages are received until it starts.',
  },
}
