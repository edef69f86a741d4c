export const diagnostics = {
  diagnostics: {
    hint: 'What Linkboard did, without messages, names or sign-ins. Share the file with whoever helps you when something went wrong.',
    saveEvidence: 'Save evidence…',
    openLogFolder: 'Open log folder',
    saved: 'Saved.',
    quarantine: {
      title: 'Messages that could not be read',
      hint: 'They are kept on this computer as they came and are not part of the evidence.',
      line: '{{name}}: {{count}}, from {{first}} to {{last}}',
    },
    timeline: {
      title: 'Timeline',
      of: 'Account',
      empty: 'No events yet.',
      refresh: 'Refresh',
      older: 'Show older',
    },
    event: {
      stateBecause: '{{state}}: {{reason}}',
      polls_one:
        '{{count}} poll since {{since}}: {{answered}} answered, {{failed}} failed, longest gap {{gap}}',
      polls_other:
        '{{count}} polls since {{since}}: {{answered}} answered, {{failed}} failed, longest gap {{gap}}',
      gap: 'The server answered again after {{gap}}',
      'stale-token': 'The server called the sign-in stale (−14)',
      'signed-in': 'Signed in',
      reconnect: 'Reconnected by hand',
      lost_one: '{{count}} entry of a server answer was beyond what can be taken, and is lost',
      lost_other: '{{count}} entries of a server answer were beyond what can be taken, and are lost',
      'storage-failed': 'Received messages could not be stored; they are kept and tried again',
      send: 'Message {{id}}: {{state}}',
      serverWords: 'the server said “{{words}}”',
      serverId: 'number {{id}} at the server',
      resolved: 'Message {{id}}: {{what}}',
    },
    quit: {
      title_one: 'Quit while {{count}} message is being sent?',
      title_other: 'Quit while {{count}} messages are being sent?',
      body: 'What is being sent may end up unconfirmed. What is still queued goes out at the next start.',
      scheduledTitle_one: 'Quit while {{count}} message is scheduled?',
      scheduledTitle_other: 'Quit while {{count}} messages are scheduled?',
      scheduled_one:
        '{{count}} message is scheduled. It waits for you when Linkboard is closed at its time, and is not sent late.',
      scheduled_other:
        '{{count}} messages are scheduled. They wait for you when Linkboard is closed at their time, and are not sent late.',
      broadcastsTitle_one: 'Quit before {{count}} broadcast has started?',
      broadcastsTitle_other: 'Quit before {{count}} broadcasts have started?',
      broadcasts_one:
        '{{count}} broadcast is to start. It asks you when Linkboard is closed at its time, and does not start late.',
      broadcasts_other:
        '{{count}} broadcasts are to start. They ask you when Linkboard is closed at their time, and do not start late.',
      keep: 'Keep open',
      anyway: 'Quit anyway',
    },
  },
}
