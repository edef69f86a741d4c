import type { Translated } from '#shared/i18n/shape.ts'
import type { diagnostics as english } from '../en/diagnostics.ts'

export const diagnostics: Translated<typeof english> = {
  diagnostics: {
    hint: '记录 Linkboard 做过什么，不含消息、名字和登录信息。出问题时，可以把诊断包发给帮你处理的人。',
    saveEvidence: '保存诊断包…',
    openLogFolder: '打开日志文件夹',
    saved: '已保存。',
    quarantine: {
      title: '读不出来的消息',
      hint: '原样留在这台电脑上，不会放进诊断包。',
      line: '{{name}}：{{count}} 条，{{first}} 至 {{last}}',
    },
    timeline: {
      title: '运行记录',
      of: '查看账号',
      empty: '还没有记录。',
      refresh: '刷新',
      older: '显示更早的',
    },
    event: {
      stateBecause: '{{state}}：{{reason}}',
      polls_other:
        '{{since}} 以来轮询 {{count}} 次：{{answered}} 次有回应，{{failed}} 次失败，最长间隔 {{gap}}',
      gap: '过了 {{gap}}，服务器才再次回应',
      'stale-token': '服务器说登录已失效（−14）',
      'signed-in': '已登录',
      reconnect: '手动重新连接',
      lost_other: '服务器一次返回太多，有 {{count}} 条收不下，已丢失',
      'storage-failed': '收到的消息存不了，先留着，稍后再存',
      send: '消息 {{id}}：{{state}}',
      serverWords: '服务器说“{{words}}”',
      serverId: '服务器编号 {{id}}',
      resolved: '消息 {{id}}：{{what}}',
    },
    quit: {
      title_other: '还有 {{count}} 条消息在发送，要退出吗？',
      body: '正在发的可能变成“未确认”；还在排队的，下次启动后会发出去。',
      scheduledTitle_other: '还有 {{count}} 条定时消息，要退出吗？',
      scheduled_other: '有 {{count}} 条定时消息。到时间时如果 Linkboard 已关闭，不会补发，会留着等你决定。',
      broadcastsTitle_other: '还有 {{count}} 次群发没有开始，要退出吗？',
      broadcasts_other:
        '有 {{count}} 次群发等着开始。到时间时如果 Linkboard 已关闭，不会自己补发，会先问你。',
      keep: '先不退出',
      anyway: '仍然退出',
    },
  },
}
