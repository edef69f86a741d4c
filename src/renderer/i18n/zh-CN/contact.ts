import type { Translated } from '#shared/i18n/shape.ts'
import type { contact as english } from '../en/contact.ts'

export const contact: Translated<typeof english> = {
  contactPanel: {
    title: '联系人',
    switch: '联系人面板',
    close: '关闭联系人面板',
    alias: '备注名',
    tags: '标签',
    tagsMenu: '标签…',
    tagsOf: '这位联系人的标签',
    tagsTitle: '“{{name}}”的标签',
    addTag: '添加标签',
    removeTag: '移除标签“{{tag}}”',
    done: '完成',
    note: '描述',
    followUp: '跟进日期',
    also: '也在联系的账号',
    facts: '已知情况',
    firstSeen: '最早来消息',
    never: '还没来过消息',
    received: '对方发来',
    sent: '发给对方',
    windows: '可回复次数',
    accounts: '账号',
    more: '联系人“{{name}}”的更多操作',
    exportMenu: '导出聊天记录…',
    exportTitle: '导出与“{{name}}”的聊天记录',
    exportBody:
      '与这位联系人的全部消息会写入一个表格文件（CSV），包括各个账号，可用表格软件打开。文件只列出名称，不包含在内。拿到这个表格的人都能看到内容。',
    exportConfirm: '导出',
    exportProgress: '导出进度',
    exported: '已保存。',
    deleteMenu: '删除聊天记录…',
    deleteTitle: '删除与“{{name}}”的全部记录？',
    deleteBody:
      '这位联系人的全部消息和文件会从这台电脑上删除，备注名、标签、描述和跟进日期也一并删除。还在排队的消息不会再发出。删除后无法恢复。',
    deleteAccounts_other: '对方联系过的 {{count}} 个账号都包括在内。',
    deleteAfter: '微信里的记录不受影响。群发结果里只留下一行，不含名字。对方再来消息时，会开始一个新会话。',
    deleteConfirm: '删除聊天记录',
    broadcasts_other: '{{count}} 次群发',
  },
}
