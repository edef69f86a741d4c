export const quickReplies = {
  quickReply: {
    title: 'Quick replies',
    keys: { insert: 'Insert', send: 'Send at once', close: 'Close' },
    cost_one: '{{count}} message',
    cost_other: '{{count}} messages',
    more_one: '{{count}} more: keep typing',
    more_other: '{{count}} more: keep typing',
    found_one: '{{count}} quick reply',
    found_other: '{{count}} quick replies',
    empty: 'There are no quick replies yet. Write some under Settings › Quick replies.',
    none: 'No quick reply fits “{{typed}}”. Enter sends the text as it is.',
    unfilled: 'A placeholder is still to be filled in. Tab leads to it.',
    over: 'This takes {{count}} messages, but only {{left}} can still go out. Nothing was sent.',
    overAll: 'None can go out now, so nothing was sent. Wait until they write.',
  },
}
