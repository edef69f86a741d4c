/** The lessons of practice mode. They are loaded with them, and not at the start. */
export const practice = {
  practice: {
    region: 'Practice lessons',
    place: 'Practice {{number}} of {{total}}',
    all: 'All lessons',
    entry: '{{number}}. {{title}}: {{standing}}',
    standing: { new: 'not started', 'under-way': 'in progress', done: 'done', skipped: 'skipped' },
    start: 'Start',
    again: 'Practise again',
    next: 'Next lesson',
    showMe: 'Show me',
    skip: 'Skip',
    putAway: 'Hide lessons',
    done: 'Done: {{title}}.',
    skipped: 'Skipped. You can start it whenever you like.',
    impossible: 'Not possible now: this lesson needs an account that is signed out or was removed. Skip it.',
    finished: 'That was the last one. Leave practice mode and add your first account; nothing of this stays.',
    lesson: {
      'answer-in-time': {
        title: 'Answer before time runs out',
        why: 'You can reply for about 24 hours after a customer last wrote. The list says how much is left.',
      },
      refused: {
        title: 'Understand a refusal',
        why: 'The server sometimes refuses a message. Then it was not sent, and it is not sent again automatically: you decide.',
      },
      unconfirmed: {
        title: 'Decide about an unconfirmed message',
        why: 'If the connection breaks before the answer, nobody can know whether a message got through. Sent again automatically, it might come twice.',
      },
      rescue: {
        title: 'Bring an account back',
        why: 'Any account can lose its sign-in, and then it receives nothing. Once its owner has scanned a new code, everything is as it was.',
      },
      file: {
        title: 'Send a file',
        why: 'Drop a file on a conversation, paste a picture, or use the paper clip. You review what goes to whom before it is sent.',
      },
      'quick-reply': {
        title: 'Use a quick reply',
        why: 'What you are asked every day you write once. Type / in an empty message box to find it.',
      },
      tidy: {
        title: 'Clear the list',
        why: 'Every conversation ends as answered, done or snoozed. “Open” shows what is left.',
      },
      search: {
        title: 'Find it again',
        why: 'Two Chinese characters are enough to find messages, files and people of all accounts.',
      },
      broadcast: {
        title: 'Write to several people',
        why: 'A broadcast goes only to people you can reach now, slowly, and keeps some messages for your own replies.',
      },
      'send-later': {
        title: 'Leave a message for later',
        why: 'A scheduled message goes out at its time while Linkboard is running, also when you are away from your desk.',
      },
    },
    step: {
      'answer-in-time': {
        answer: '“{{name}}” wrote yesterday and has less than half an hour left. Reply now.',
      },
      refused: {
        write: 'Reply to “{{name}}”. The message will be refused: read the reason below it.',
        wait: 'The message was refused. Whatever you write now waits for the next message from “{{name}}”, which comes in a moment.',
        'send-again':
          '“{{name}}” has written. Choose “Send again” at the refused message, and “Send all” if others wait.',
      },
      unconfirmed: {
        write: 'Reply to “{{name}}”. The answer of the server will get lost.',
        decide:
          'It is unconfirmed now. If the next reply shows that it got through, choose “Mark as sent”; if not, “Send again”.',
      },
      rescue: {
        lose: '“{{name}}” is losing its sign-in.',
        'sign-in':
          '“{{name}}” receives nothing now. Choose “Sign in again”; its owner scans the code after a few seconds.',
      },
      file: {
        send: '“{{name}}” asks for the price list. Any small file will do: in practice mode nothing leaves this computer.',
      },
      'quick-reply': {
        send: '“{{name}}” asks when you open. Type /, choose “营业时间” (opening hours) and send it.',
      },
      tidy: {
        both: 'Snooze “{{name}}”, who wants to hear tomorrow, and mark “{{other}}” as done. The keys are S and E.',
        snooze: 'One is done. Snooze “{{name}}” now, with S or from the menu of the row.',
        finish: 'One is snoozed. Mark “{{other}}” as done now, with E or from the menu of the row.',
      },
      search: {
        answer: '“{{name}}” asks for an order number. Search for 青花 and reply with the number you find.',
      },
      broadcast: {
        start: 'Write a broadcast, choose two or three people, look at the plan and start it.',
        run: 'It is being sent. You can go on working meanwhile.',
      },
      'send-later': {
        schedule: '“{{name}}” wants the address in an hour. Write it and choose “Send later” next to “Send”.',
      },
    },
  },
}
