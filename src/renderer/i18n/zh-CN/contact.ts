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
    broadcasts_other: '{{count}} 次群发',
  },
}
