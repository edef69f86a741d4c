import type { Translated } from '#shared/i18n/shape.ts'
import type { screens as english } from '../en/screens.ts'

export const screens: Translated<typeof english> = {
  attention: {
    title: '待办提醒',
    'needs-sign-in': '{{count}} 个账号需重新登录',
    'may-be-muted': '{{count}} 个账号可能受限',
    failed: '{{count}} 条发送失败',
    unconfirmed: '{{count}} 条未确认',
  },
  firstStart: {
    title: '欢迎使用 Linkboard',
    intro: '在一张工作台上，用多个账号回复微信里的人。',
    addAccount: '添加账号',
    addAccountHint: '显示一个二维码，谁用微信扫了，谁就成为这个账号。',
    practice: '试试练习模式',
    practiceHint: '虚构的人给虚构的账号发消息，什么都不会离开这台电脑。',
    practiceOverride: 'Linkboard 正指向另一台服务器，暂不能用。',
  },
  notice: {
    region: '通知',
    'server-override': 'Linkboard 正指向另一台服务器：{{url}}',
    practice: '练习模式：这里的人和消息都是虚构的。',
    'settings-reset': '设置文件损坏，已另存为 {{file}}，现在用的是默认设置。',
    'secrets-reset': '保存登录信息的文件损坏，已另存为 {{file}}，各账号需要重新登录。',
    'database-reset':
      '消息库损坏，里面的内容都读不出来。原文件已另存为 {{file}}，并新建了一个。备份里可能还有这些内容。',
    'database-recovered_other': '消息库损坏，已把 {{count}} 条消息存入新库；损坏的文件保留为 {{file}}。',
    messagesLost_other: '最多有 {{count}} 条消息读不出来，备份里可能还有。',
    'database-gone': '消息库不见了，已新建一个。备份里可能还有这些消息。',
    mediaKept: '原来的图片和文件保留在 {{file}}。',
    'messages-missing_other': '消息库里少了 {{count}} 条已经存过的消息，备份里可能还有。',
    restored: '备份已恢复。原来的内容已另存，其中消息在 {{file}}。',
    'left-over': '删除的内容可能还在另存的文件里：{{files}}。不再需要时请删除这些文件。',
    'storage-failed': '现在存不了消息，请检查磁盘；恢复之前不会继续接收。',
    unguarded: '无法确认是否有另一个 Linkboard 在用同样的账号。请只运行一个，否则可能漏收消息。',
    clockAhead: '这台电脑的时间比服务器快{{time}}，显示的时间和可回复时间可能不准。请校准系统时间。',
    clockBehind: '这台电脑的时间比服务器慢{{time}}，显示的时间和可回复时间可能不准。请校准系统时间。',
    leavePractice: '离开练习模式',
    weak: {
      title: '保护较弱',
      body: '这个系统没有 Linkboard 能用的密码存储。保存的登录信息，这个用户的其他程序也能读到。',
      advice: '可以仍然保存，也可以只保留到 Linkboard 退出；那样下次每个人都要重新扫码。',
      store: '仍然保存',
      session: '仅本次使用',
    },
  },
}
