import type { ItemForm } from '../args.ts'

/** What somebody wrote before practice began. */
export interface PastMessage {
  /** How long before the start, in minutes. */
  readonly minutesAgo: number
  readonly says: ItemForm
  /** Sent by the account itself from elsewhere, not by the person. */
  readonly fromBot?: boolean
}

/** Somebody who writes to one of the practice accounts. */
export interface PracticePerson {
  readonly name: string
  /** `lively` people write by themselves and answer; `answering` ones only answer; `silent` ones do neither. */
  readonly ackMode: 'lively' | 'answering' | 'silent'
  readonly past: readonly PastMessage[]
}

/** An account of practice mode. */
export interface PracticeAccount {
  readonly account: string
  readonly label: string
  readonly people: readonly PracticePerson[]
}

const minutesPerHour = 60
const said = (minutesAgo: number, text: string): PastMessage => ({ minutesAgo, says: { text } })
const showed = (minutesAgo: number, says: ItemForm): PastMessage => ({ minutesAgo, says })
const answered = (minutesAgo: number, text: string): PastMessage => ({
  minutesAgo,
  says: { text },
  fromBot: true,
})

/** Somebody who wrote a while ago and answers when written to: there are enough of them to try a broadcast. */
function regular(name: string, hoursAgo: number, ...texts: string[]): PracticePerson {
  const past = texts.map((text, index) => said(hoursAgo * minutesPerHour + texts.length - index, text))
  return { name, ackMode: 'answering', past }
}

/** What is searched for in a lesson. */
export const lessonAnswer = 'QH-3086'

/** Somebody of a lesson, who has written nothing before it begins. */
const ofLesson = (name: string): PracticePerson => ({ name, ackMode: 'silent', past: [] })

/** Accounts that are signed in when practice begins. Add people here to let practice mode grow. */
export const presetAccounts: readonly PracticeAccount[] = [
  {
    account: 'studio',
    label: '工作室',
    people: [
      {
        name: '老王',
        ackMode: 'lively',
        past: [
          said(19 * minutesPerHour, '样片什么时候能看？'),
          said(18.9 * minutesPerHour, '周五之前就行，不急'),
          showed(95, { image: { width: 640, height: 480 } }),
          said(94, '按这个色调来可以吗'),
          showed(12, { voice: { ms: 6400, text: '对了，封面上的字能不能再大一点' } }),
        ],
      },
      {
        name: '李姐',
        ackMode: 'lively',
        past: [
          said(7 * minutesPerHour, '合同我看过了，没问题'),
          showed(6.9 * minutesPerHour, { file: { name: '拍摄合同（定稿）.pdf', size: 284_913 } }),
          said(31, '下午三点的会还开吗？'),
        ],
      },
      {
        name: '小陈',
        ackMode: 'answering',
        past: [
          said(21 * minutesPerHour, '素材都传到盘里了'),
          showed(20.8 * minutesPerHour, { video: {} }),
          said(20.7 * minutesPerHour, '花絮先发你一段看看'),
        ],
      },
      regular('林老师', 6.2, '周末的亲子照还有档期吗？'),
      regular('小马', 8.5, '底片发我邮箱就行', '谢谢'),
      regular('高姐', 11.3, '证件照能加急吗？'),
      regular('阿强', 13.1, '上次的相册很满意 👍'),
      regular('唐先生', 17.4, '婚礼那天几点到场？'),
      ofLesson('韩小姐'),
      ofLesson('叶老师'),
    ],
  },
  {
    account: 'store',
    label: '门店',
    people: [
      {
        name: '周老师',
        ackMode: 'lively',
        past: [
          said(5 * minutesPerHour, '你好，那款蓝色的杯子还有货吗？'),
          said(4.9 * minutesPerHour, '要两个，送人用'),
          said(22, '可以包一下吗 🎁'),
        ],
      },
      {
        // Eight sends are counted already: two of ten are left.
        name: '小杨',
        ackMode: 'answering',
        past: [
          said(3 * minutesPerHour, '我的订单到哪里了？'),
          answered(175, '您好，正在帮您查'),
          answered(174, '订单号 20931 已经出库'),
          answered(173, '承运的是顺路快运'),
          answered(140, '包裹已到转运中心'),
          answered(95, '包裹已离开转运中心'),
          answered(60, '预计今天送到'),
          answered(35, '快递员正在派送'),
          answered(18, '请保持电话畅通'),
        ],
      },
      {
        name: '阿梅',
        ackMode: 'lively',
        past: [
          said(14 * minutesPerHour, 'Hi, do you ship to Hangzhou?'),
          said(13.9 * minutesPerHour, 'and how long does it take'),
          showed(48, { image: { width: 480, height: 640 } }),
          said(47, '就是图上这一款'),
        ],
      },
      regular('许小姐', 4.1, '新款什么时候到？'),
      regular('何大姐', 7.7, '帮我留两套茶具', '下午来拿'),
      regular('小蔡', 9.9, '能开发票吗？'),
      regular('罗叔', 12.6, '那个壶嘴有点漏'),
      regular('郑太太', 18.2, '满三百包邮吗？'),
      ofLesson('宋女士'),
      ofLesson('丁小姐'),
      ofLesson('白女士'),
    ],
  },
  {
    account: 'service',
    label: '售后',
    people: [
      {
        // The window closes within the hour.
        name: '赵先生',
        ackMode: 'silent',
        past: [
          said(23.4 * minutesPerHour, '机器开不了机，灯也不亮'),
          showed(23.3 * minutesPerHour, { video: {} }),
          said(23.2 * minutesPerHour, '麻烦尽快回复，谢谢'),
        ],
      },
      {
        name: '吴女士',
        ackMode: 'lively',
        past: [
          said(2 * minutesPerHour, '退款申请提交了，多久能到账？'),
          showed(118, { file: { name: '退货单 0418.pdf', size: 18_204 } }),
          said(9, '还没有收到消息，帮我看看'),
        ],
      },
      {
        name: '小何',
        ackMode: 'answering',
        past: [
          said(9 * minutesPerHour, '说明书第 12 页是不是印错了'),
          showed(8.9 * minutesPerHour, { unknown: 8 }),
          said(8.8 * minutesPerHour, '上面那个你们能看到吗？'),
        ],
      },
      regular('小冯', 5.5, '师傅几点上门？'),
      regular('董哥', 8.1, '换了电池就好了，谢谢'),
      regular('潘老板', 10.4, '保修卡找不到了怎么办'),
      regular('小田', 15.8, '遥控器可以单买吗？'),
      regular('阿芳', 21.3, '软件升级以后更慢了'),
      ofLesson('曹师傅'),
      ofLesson('范先生'),
    ],
  },
  {
    account: 'regulars',
    label: '老客户',
    people: [
      {
        // The window has long been closed.
        name: '孙总',
        ackMode: 'silent',
        past: [said(3 * 24 * minutesPerHour, '下个月再订一批，到时候联系')],
      },
      {
        name: '团长',
        ackMode: 'lively',
        past: [
          said(10 * minutesPerHour, '这周的团购清单发一下'),
          said(9.9 * minutesPerHour, '群里好多人在问'),
          showed(66, { voice: { ms: 3100, text: '大概要四十份' } }),
          said(3, '今天能定下来吗？'),
        ],
      },
      {
        name: '邻居刘姨',
        ackMode: 'answering',
        past: [said(16 * minutesPerHour, '谢谢，收到了，很新鲜'), said(15.9 * minutesPerHour, '👍👍')],
      },
      regular('钱女士', 5.1, '下次活动记得叫我'),
      regular('老方', 7.2, '苹果还有吗？上次的很甜'),
      regular('小白', 9.4, '两箱橙子，送到公司'),
      regular('江姐', 12.2, '这周不在家，下周再订'),
      regular('雷子', 16.7, '鸡蛋还是三十个一盘吗？'),
      {
        // Who is asked about in the lesson on searching.
        name: '康老师',
        ackMode: 'answering',
        past: [
          said(20 * minutesPerHour, `青花杯到了吗？单号我记的是 ${lessonAnswer}`),
          said(19.9 * minutesPerHour, '不急，周末来取也行'),
          said(14.5 * minutesPerHour, '顺便问一下，橙子还有吗'),
        ],
      },
      ofLesson('姜姐'),
      ofLesson('邹先生'),
    ],
  },
  {
    // Its sign-in is lost in a lesson.
    account: 'showroom',
    label: '展厅',
    people: [regular('秦女士', 4.6, '样品能借一天吗？'), regular('老余', 10.8, '周三带客户来看，方便吗？')],
  },
]

/** Owners who scan a code the app shows, one after another. */
export const newcomers: readonly PracticeAccount[] = [
  { account: 'branch', label: '分店', people: [{ name: '店长', ackMode: 'lively', past: [] }] },
  { account: 'live', label: '直播间', people: [{ name: '场控', ackMode: 'lively', past: [] }] },
  { account: 'wholesale', label: '批发部', people: [{ name: '仓管', ackMode: 'lively', past: [] }] },
]
