import type { Translated } from '#shared/i18n/shape.ts'
import type { backup as english } from '../en/backup.ts'

export const backup: Translated<typeof english> = {
  backup: {
    hint: '一个加密文件装下全部内容：账号及登录信息、会话、图片与文件、草稿和设置。换电脑时可以用来搬家。',
    practice: '练习模式不保存任何内容，没有可备份的。请先离开练习模式。',
    passphrase: '备份密码',
    repeat: '再输一次备份密码',
    show: '显示备份密码',
    differs: '两次输入不一致。',
    strength: {
      none: '至少 8 个字符。几个互不相干的词连在一起最好。',
      short: '太短，至少 8 个字符。',
      weak: '太容易被猜到，请用更长、互不相干的词。',
      fair: '尚可，越长越好。',
      strong: '很强。',
    },
    progress: '备份进度',
    task: {
      create: '正在写入备份…',
      check: '正在检查备份…',
      restore: '正在准备备份里的内容…',
    },
    done: '完成',
    create: {
      open: '创建备份…',
      title: '创建备份',
      intro: '写入期间照常接收消息。',
      caution:
        '没有备份密码，谁也打不开备份；密码忘了也找不回来。拿到文件和密码的人，能用你的账号发消息，请把两者都放在安全的地方。',
      confirm: '创建备份',
      saved: '已保存为“{{name}}”，{{size}}。',
      keep: '请另存一份到这台电脑以外的地方。',
    },
    restore: {
      begin: '恢复备份…',
      fromBackup: '从备份恢复…',
      title: '恢复备份',
      intro: '请选择 Linkboard 在这台或另一台电脑上创建的备份。',
      choose: '选择文件…',
      file: '文件：{{name}}，{{size}}',
      open: '打开',
      confirm: '恢复',
      onePoller:
        '请先在另一台电脑上退出 Linkboard，并且不要再打开：两台电脑同时收一个账号的消息，每台都只能收到一部分。',
      waits: '不会自动发送任何内容：备份时还没发完的消息，由你决定是否发出。',
      replace: {
        title: '替换这台电脑上的全部内容？',
        body: '这里的账号、会话、草稿和设置都会换成备份里的。现在的内容会另存在数据文件夹里，不会删除。',
        confirm: '全部替换',
      },
      restarting: '正在用备份重新启动…',
    },
    preview: {
      created: '创建时间',
      messages: '消息',
      accounts: '备份里的账号',
      none: '没有',
      here: '这里已有',
      noSignIn: '需要重新登录',
    },
  },
}
