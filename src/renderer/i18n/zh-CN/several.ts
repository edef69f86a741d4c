import type { Translated } from '#shared/i18n/shape.ts'
import type { several as english } from '../en/several.ts'

export const several: Translated<typeof english> = {
  sideBySide: {
    title: '并排查看',
    column: '分栏：{{name}}',
    addColumn: '添加分栏',
    allShown: '每个账号和筛选都已有分栏。',
    find: '查找账号或筛选',
    nothingFound: '没有叫这个名字的账号或筛选。',
    ofAll: '{{filter}}（全部账号）',
    remove: '移除分栏',
    left: '左移',
    right: '右移',
    width: '“{{name}}”分栏的宽度',
    empty: '每个分栏显示一个账号，各有自己的会话列表和聊天内容，同时更新。',
  },
  newMessage: {
    title: '新消息',
    to: '发给',
    toPlaceholder: '名字、拼音、账号或 ID 末尾',
    clear: '换一个人',
    nobody: '没有叫这个名字的联系人。有人给你的账号发过消息后，才会出现在这里。',
    nobodyYet: '还没有联系人。有人给你的账号发过消息后，会出现在这里。',
    through: '账号',
    throughLast: '对方最近一次就是发给这个账号的。',
    throughOther: '对方最近一次是发给“{{account}}”的。',
    way: '{{account}} · {{window}} · {{left}}',
    wayNever: '{{account}} · {{window}}',
    choose: '先选一个人，再看消息会从哪个账号发出。',
    open: '打开会话',
  },
}
