import type { Random } from '#simulator/index.ts'

/** What people write to a shop, in both scripts. */
const OPENINGS = [
  '你好，请问',
  '老板在吗？',
  '昨天说的那个',
  '麻烦帮我看一下',
  '早上好！',
  '不好意思打扰了，',
  'Hi, quick question:',
  'Good morning!',
  'Following up on yesterday,',
  'Sorry to bother you,',
] as const

const MIDDLES = [
  '这款还有现货吗',
  '什么时候可以发货',
  '运费怎么算',
  '能不能换一个颜色',
  '尺码偏大还是偏小',
  '发票抬头要改一下',
  '收到了，包装有点破损',
  '上次买的用着很好',
  'is the blue one still in stock',
  'when will the parcel arrive',
  'can I change the size to M',
  'the invoice needs another name',
  'it arrived safely',
  'could you send me the catalogue',
] as const

const ENDINGS = ['？谢谢！', '，急用。', '。', '～', '😊', '? Thanks!', '.', ' please.', '! 👍'] as const

/** One message in a hundred is a long one. */
const LONG_SHARE = 0.01

/** A text as somebody might write it; short mostly, now and then of several hundred characters. */
export function writeText(random: Random): string {
  const sentences = random.next() < LONG_SHARE ? 12 : 1 + random.below(2)
  const words: string[] = []
  for (let index = 0; index < sentences; index += 1) {
    const number = random.below(3) === 0 ? ` ${100 + random.below(9_900)}` : ''
    words.push(`${random.pick(OPENINGS)}${random.pick(MIDDLES)}${number}${random.pick(ENDINGS)}`)
  }
  return words.join('\n')
}
