import type { Translated } from '#shared/i18n/shape.ts'
import type { keys as english } from '../en/keys.ts'

export const keys: Translated<typeof english> = {
  palette: {
    title: '命令面板',
    command: '命令',
    placeholder: '查找联系人、账号、页面或操作',
    nothing: '没有找到“{{typed}}”。',
    group: { people: '联系人', accounts: '账号', actions: '操作', screens: '页面' },
    action: {
      'new-message': '新消息',
      'add-account': '添加账号',
      'new-broadcast': '新建群发',
      import: '导入账号',
      shortcuts: '键盘快捷键',
      light: '浅色外观',
      dark: '深色外观',
      system: '外观跟随系统',
      signIn: '重新登录：{{account}}',
    },
    inbox: '查看这个账号的会话',
  },
  shortcuts: {
    title: '键盘快捷键',
    place: {
      anywhere: '任何地方',
      list: '会话列表中',
      conversation: '会话中',
      writing: '输入消息时',
    },
    what: {
      palette: '查找联系人、账号和操作',
      'new-message': '新消息',
      account: '按自己排的顺序打开账号',
      search: '搜索消息',
      shortcuts: '查看这份快捷键',
      step: '下一个、上一个会话',
      'next-waiting': '下一个待回复',
      open: '打开会话',
      done: '标为已处理，或移回待处理',
      snooze: '稍后处理',
      'mark-unread': '标为未读',
      select: '选中',
      extend: '连续选中',
      'select-all': '全选',
      undo: '撤销',
      find: '在会话中搜索',
      leave: '回到列表',
      send: '发送',
      'line-break': '换行',
    },
  },
}
