import type { Translated } from '#shared/i18n/shape.ts'
import type { quickReplies as english } from '../en/quick-replies.ts'

export const quickReplies: Translated<typeof english> = {
  quickReply: {
    title: '快捷回复',
    keys: { insert: '填入', send: '直接发送', close: '关闭' },
    cost_other: '{{count}} 条消息',
    more_other: '还有 {{count}} 条，请继续输入',
    found_other: '找到 {{count}} 条快捷回复',
    empty: '还没有快捷回复。可以在“设置”的“快捷回复”里添加。',
    none: '没有与“{{typed}}”相符的快捷回复。按回车会原样发送。',
    unfilled: '还有占位符没有填好，按 Tab 可以跳到那里。',
    over: '这要发 {{count}} 条消息，现在只能再发 {{left}} 条，什么都没有发出。',
    overAll: '现在一条也发不了，什么都没有发出。请等对方来消息。',
  },
}
