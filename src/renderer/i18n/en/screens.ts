export const screens = {
  attention: {
    title: 'Attention',
    'needs-sign-in': '{{count}} needs sign-in',
    'may-be-muted': '{{count}} may be muted',
    failed: '{{count}} failed',
    unconfirmed: '{{count}} unconfirmed',
    unsent: '{{count}} not sent',
    'not-started_one': '{{count}} broadcast not started',
    'not-started_other': '{{count}} broadcasts not started',
    closing: '{{count}} closing soon',
    requests: '{{count}} requests',
  },
  today: {
    title: 'Today',
    calm: 'Nobody is waiting for a reply.',
    needsReply_one: '{{count}} needs a reply',
    needsReply_other: '{{count}} need a reply',
    notSent: 'Trouble with sending',
    closingNext: 'Closing next',
    accounts: 'Accounts that need you',
    tally: 'The day so far',
    wrote_one: 'person wrote',
    wrote_other: 'people wrote',
    answered_one: 'was answered',
    answered_other: 'were answered',
    expired_one: 'closed unanswered',
    expired_other: 'closed unanswered',
    median: 'median time to answer',
    noMedian: 'none yet',
  },
  firstStart: {
    title: 'Welcome to Linkboard',
    intro: 'Answer WeChat messages from several accounts in one place.',
    addAccount: 'Add account',
    addAccountHint: 'Show a code. The account belongs to whoever scans it with WeChat.',
    practice: 'Try practice mode',
    practiceHint: 'Simulated people write to simulated accounts. Nothing leaves this computer.',
    practiceOverride: 'Not available while connected to another server.',
  },
  notice: {
    region: 'Notices',
    'server-override': 'Connected to another server: {{url}}',
    practice: 'Practice mode: these people and messages are made up.',
    'settings-reset': 'The settings file was damaged. It was set aside as {{file}}, and defaults are used.',
    'secrets-reset':
      'The file with the stored sign-ins was damaged. It was set aside as {{file}}; accounts have to sign in again.',
    'database-reset':
      'The message store was damaged, and nothing in it could be read. It was set aside as {{file}}, and a new one was started. A backup may hold what it held.',
    'database-recovered_one':
      'The message store was damaged. {{count}} message was saved into a new one; the damaged one is kept as {{file}}.',
    'database-recovered_other':
      'The message store was damaged. {{count}} messages were saved into a new one; the damaged one is kept as {{file}}.',
    messagesLost_one: 'At most {{count}} message could not be read. A backup may hold it.',
    messagesLost_other: 'At most {{count}} messages could not be read. A backup may hold them.',
    'database-gone': 'The message store is gone, and a new one was started. A backup may hold the messages.',
    mediaKept: 'The pictures and files that belonged to it are kept in {{file}}.',
    'messages-missing_one':
      '{{count}} message that was stored is missing from the message store. A backup may hold it.',
    'messages-missing_other':
      '{{count}} messages that were stored are missing from the message store. A backup may hold them.',
    restored: 'The backup was restored. What was here before was set aside; its messages are in {{file}}.',
    'left-over':
      'What was deleted may still be in files that were set aside: {{files}}. Delete those files when you no longer need them.',
    'left-in-backups':
      'What was deleted is still in automatic backups made before, in {{folder}}. New ones replace them in time; delete those files to be rid of it now.',
    'backup-missing':
      'There is no recent backup. Without one, everything in Linkboard is lost with this computer.',
    'backup-failing': 'No automatic backup could be made. {{problem}}',
    backupFailingLong: 'No automatic backup could be made since {{since}}. {{problem}}',
    toBackups: 'Backup settings',
    later: 'Later',
    'storage-failed': 'Messages cannot be stored, so receiving is paused. Check the disk.',
    unguarded:
      'Linkboard cannot tell whether it runs a second time with the same accounts. Run it only once; otherwise messages may be missed.',
    clockAhead:
      'This computer’s clock is {{time}} ahead of the server’s. Times and reply windows shown here may be wrong. Set the clock right.',
    clockBehind:
      'This computer’s clock is {{time}} behind the server’s. Times and reply windows shown here may be wrong. Set the clock right.',
    leavePractice: 'Leave practice mode',
    lessons: 'Lessons',
    weak: {
      title: 'Weak protection',
      body: 'This system has no password store that Linkboard could use. Stored sign-ins would be readable by other programs of this user.',
      advice:
        'Store them anyway, or keep them only until you quit Linkboard; then everybody has to scan again next time.',
      store: 'Store anyway',
      session: 'This session only',
    },
  },
}
