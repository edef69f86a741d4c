import type { ItemForm } from '../args.ts'

/** What lively people write by themselves. */
export const openers: readonly [ItemForm, ...ItemForm[]] = [
  { text: '在吗？' },
  { text: '请问今天几点关门？' },
  { text: '刚刚那个问题解决了，谢谢！' },
  { text: '能不能便宜一点 😂' },
  { text: '明天可以上门吗？' },
  { text: '我再考虑一下，晚点回复你' },
  { text: 'Could you send me the price list?' },
  { text: '地址改一下：中山路 18 号，302 室\n电话不变' },
  { text: '发票抬头就写公司名字' },
  { text: '好的好的' },
  { image: { width: 480, height: 640 } },
  { image: { width: 640, height: 360, key: 'A' } },
  { voice: { ms: 2350, text: '明天下午三点可以吗' } },
  { voice: { ms: 11_800 } },
  { video: {} },
  { file: { name: '需求清单 v2.pdf', size: 42_118 } },
  { file: { name: '报价 2026.pdf', size: 96_204 } },
]

/** What people answer when the operator has written. */
export const answers: readonly [ItemForm, ...ItemForm[]] = [
  { text: '好的，谢谢！' },
  { text: '收到' },
  { text: '明白了，那就这样定' },
  { text: '稍等，我问一下' },
  { text: 'OK, thank you!' },
  { text: '👌' },
  { text: '那大概要多久呢？' },
  { text: '可以再说详细一点吗' },
  { voice: { ms: 1900, text: '好的没问题' } },
]

/** What people answer when the operator has sent media. */
export const thanks: Readonly<Record<'image' | 'video' | 'file', readonly [ItemForm, ...ItemForm[]]>> = {
  image: [{ text: '收到图片了' }, { text: '图片看到了，很清楚 👍' }, { text: '就是这个颜色！' }],
  video: [{ text: '视频收到，我晚点看' }, { text: '视频看完了，拍得真好' }],
  file: [{ text: '文件收到了，我先看看' }, { text: '收到，打印出来再回复你' }],
}

/** What somebody writes first after signing a new account in. */
export const greeting: ItemForm = { text: '你好，我已经添加成功了，可以看到消息吗？' }
