import type { practice as english } from '../en/practice.ts'

export const practice: typeof english = {
  practice: {
    region: '练习任务',
    place: '练习 {{number}}/{{total}}',
    all: '全部练习',
    entry: '{{number}}. {{title}}：{{standing}}',
    standing: { new: '未开始', 'under-way': '练习中', done: '已完成', skipped: '已跳过' },
    start: '开始',
    again: '再练一次',
    next: '下一个练习',
    showMe: '带我去',
    skip: '跳过',
    putAway: '收起练习任务',
    done: '完成了：{{title}}。',
    skipped: '已跳过，随时可以再开始。',
    impossible: '现在做不了：这个练习要用的账号已退出登录或已移除，请跳过。',
    finished: '全部练习都过了一遍。可以离开练习模式，添加第一个账号了；练习的内容不会保留。',
    lesson: {
      'answer-in-time': {
        title: '到期前回复',
        why: '客户最后一条消息之后大约 24 小时内可以回复。列表里写着还剩多久，快到期时变红。',
      },
      refused: {
        title: '看懂发送失败',
        why: '服务器有时会拒绝一条消息。这条就没有发出，也不会自动重发，由你决定。',
      },
      unconfirmed: {
        title: '处理未确认的消息',
        why: '服务器还没回应，连接就断了，谁也不知道消息发到没有。自动重发的话，对方可能收到两遍。',
      },
      rescue: {
        title: '找回掉线的账号',
        why: '账号随时可能掉线，掉线后收不到消息。本人重新扫码以后，一切照旧。',
      },
      file: {
        title: '发送文件',
        why: '把文件拖到会话上、粘贴图片，或者点回形针。发送前会让你核对发什么、发给谁。',
      },
      'quick-reply': {
        title: '用快捷回复',
        why: '天天有人问的，写一次就够。在空的输入框里输入 / 就能找到。',
      },
      tidy: {
        title: '清空待处理',
        why: '每个会话最后不是已回复，就是已处理或稍后处理。“待处理”里是剩下的。',
      },
      search: {
        title: '找回以前的消息',
        why: '两个汉字就够，所有账号的消息、文件和联系人都搜得到。',
      },
      broadcast: {
        title: '群发给几个人',
        why: '群发只发给现在可回复的人，按间隔慢慢发，还会预留几条给你自己回复。',
      },
      'send-later': {
        title: '定时发送',
        why: '只要 Linkboard 开着，定时消息到点就发，你不在也行。',
      },
    },
    step: {
      'answer-in-time': {
        answer: '“{{name}}”是昨天来的消息，剩下不到半小时。打开会话，回复一条。',
      },
      refused: {
        write: '回复“{{name}}”。这条会发送失败，看看下面写的原因。',
        wait: '这条发送失败了。现在写的都会等着“{{name}}”再来消息，片刻就到。',
        'send-again': '“{{name}}”来消息了。在失败的那条上点“再发一次”；还有等着的，点“全部发送”。',
      },
      unconfirmed: {
        write: '回复“{{name}}”。服务器的回应会丢失。',
        decide: '这条未确认。如果对方接下来的回复说明消息到了，点“标记为已发出”；否则点“再发一次”。',
      },
      rescue: {
        lose: '“{{name}}”正在掉线。',
        'sign-in': '“{{name}}”现在收不到消息。点“重新登录”，几秒后本人会来扫码。',
      },
      file: {
        send: '“{{name}}”想要价目表。发一个小文件就行：练习模式里的内容不会离开这台电脑。',
      },
      'quick-reply': {
        send: '“{{name}}”问几点开门。输入 /，选“营业时间”，再发送。',
      },
      tidy: {
        both: '“{{name}}”明天再说，设为稍后处理；“{{other}}”没事了，标为已处理。按键是 S 和 E。',
        snooze: '已处理了一个。再把“{{name}}”设为稍后处理：按 S，或用这一行的菜单。',
        finish: '已有一个稍后处理。再把“{{other}}”标为已处理：按 E，或用这一行的菜单。',
      },
      search: {
        answer: '“{{name}}”问订单号。搜索“青花”，把找到的单号回复过去。',
      },
      broadcast: {
        start: '新建群发，选两三个人，看过发送计划后开始。',
        run: '正在发送，你可以先做别的。',
      },
      'send-later': {
        schedule: '“{{name}}”想一小时后收到地址。写好以后，点“发送”旁边的“定时发送”。',
      },
    },
  },
}
