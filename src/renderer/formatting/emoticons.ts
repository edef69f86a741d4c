/**
 * The words in brackets that stand for WeChat's own emoticons (fact sheet 5.1), in Chinese and in English as phones
 * write them, behind an emoji that looks much the same.
 */
const WORDS = `
🙂 微笑 Smile
😖 撇嘴 Grimace
😍 色 Drool
😳 发呆 Scowl
😎 得意 酷 CoolGuy Chill
😢 流泪 Sob
😊 害羞 Shy
🤐 闭嘴 Silent
😴 睡 Sleep
😭 大哭 Cry
😅 尴尬 Awkward
😡 发怒 Angry
😜 调皮 Tongue
😁 呲牙 Grin
😮 惊讶 Surprise
🙁 难过 Frown
😨 囧 Blush
😫 抓狂 Scream
🤮 吐 Puke
🤭 偷笑 Chuckle
😄 愉快 可爱 Joyful
🙄 白眼 翻白眼 Slight Boring
😏 傲慢 Smug
😋 饥饿 Hungry
🥱 困 Drowsy
😱 惊恐 Panic
😓 流汗 Sweat
😃 憨笑 Laugh
😌 悠闲 大兵 Commando Loafer
💪 奋斗 强壮 Determined Strive
🤬 咒骂 Scold
🤔 疑问 Shocked Doubt
🤫 嘘 Shhh
😵 晕 Dizzy
🤯 疯了 折磨 Tormented
😩 衰 Toasted BadLuck
💀 骷髅 Skull
🔨 敲打 Hammer
👋 再见 挥手 Wave Bye
😥 擦汗 冷汗 Speechless Relief
👃 抠鼻 NosePick DigNose
👏 鼓掌 Clap
😰 糗大了 Shame
😈 坏笑 Trick
😤 左哼哼 Bah！L
😤 右哼哼 Bah！R
🥱 哈欠 Yawn
👎 鄙视 Pooh-pooh Lookdown
😔 委屈 Shrunken Wronged
🥺 快哭了 可怜 TearingUp Puling Whimper
🦊 阴险 Sly
😚 亲亲 Kiss
🙀 吓 Wrath Uh-oh
🔪 菜刀 Cleaver
🍉 西瓜 Watermelon
🍺 啤酒 Beer
🏀 篮球 Basketball
🏓 乒乓 PingPong
☕ 咖啡 Coffee
🍚 饭 Rice
🐷 猪头 Pig
🌹 玫瑰 Rose
🥀 凋谢 Wilt
👄 嘴唇 示爱 Lips
❤️ 爱心 Heart
💔 心碎 BrokenHeart
🎂 蛋糕 Cake
⚡ 闪电 Lightning
💣 炸弹 Bomb
🗡️ 刀 Dagger
⚽ 足球 Soccer
🐞 瓢虫 Ladybug
💩 便便 Poop
🌙 月亮 Moon
☀️ 太阳 Sun
🎁 礼物 Gift
🤗 拥抱 Hug
👍 强 ThumbsUp
👎 弱 ThumbsDown
🤝 握手 Shake
✌️ 胜利 Peace
🙏 抱拳 合十 Fight Salute Worship
👈 勾引 Beckon
✊ 拳头 Fist
👎 差劲 Pinky
🤟 爱你 RockOn
🙅 NO Nuh-uh
👌 OK 好的
💑 爱情 InLove
😘 飞吻 Blowkiss
🕺 跳跳 Waddle
🥶 发抖 Tremble
😾 怄火 Aaagh!
💃 转圈 Twirl
🙇 磕头 Kotow
👀 回头 Dramatic
🤸 跳绳 JumpRope
🏳️ 投降 Surrender
🥳 激动 Hooray
🤾 乱舞 街舞 Meditate HeyHey
😙 献吻 Smooch
☯️ 左太极 TaiChi␣L
☯️ 右太极 TaiChi␣R
🤪 嘿哈 Hey
🤦 捂脸 Facepalm
😼 奸笑 Smirk
🧐 机智 Smart
😟 皱眉 Moue Concerned
✌️ 耶 Yeah!
🍿 吃瓜 Onlooker
💪 加油 加油加油 GoForIt
😓 汗 Sweats
😲 天啊 OMG
🤨 Emm
🫡 社会社会 Respect
🐶 旺柴 Doge
👌 没问题 NoProb
🤕 打脸 MyBad
🤩 哇 Wow
😑 无语 Duh
👏 666 Awesome
🫣 让我看看 LetMeSee
😮‍💨 叹气 Sigh
😣 苦涩 Hurt
💥 裂开 Broken
😳 脸红 Flushed
😀 笑脸 Happy
😷 生病 Sick
😂 破涕为笑 Lol
😧 恐惧 Terror
😞 失望 Let␣Down
🎉 庆祝 Party
🧧 红包 Packet
🀅 發 Rich
🈵 福 Blessing
🎆 烟花 Fireworks
🧨 爆竹 Firecracker
`

function tableOf(lines: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>()
  for (const line of lines.trim().split('\n')) {
    const [emoji = '', ...words] = line.split(' ')
    for (const word of words) table.set(word.replace('␣', ' '), emoji)
  }
  return table
}

const EMOJI = tableOf(WORDS)
const BRACKETED = /\[([^[\]\n]{1,12})\]/gu

/** A piece of a text: as it is written, or an emoticon's word. Joined they give the text again. */
export interface EmoticonPiece {
  text: string
  /** What the word is shown as; null for all that is no emoticon. */
  emoji: string | null
  /** Where it starts in the text, in UTF-16 units. */
  start: number
}

/** Whether there is a bracket to look into: of nearly all texts this is all that is asked. */
export function mayHoldEmoticons(text: string): boolean {
  return text.includes('[')
}

/** Splits a text at the words of WeChat's emoticons; brackets around anything else stay what they are. */
export function emoticonPieces(text: string): EmoticonPiece[] {
  const pieces: EmoticonPiece[] = []
  let at = 0
  for (const { 0: word, 1: name = '', index } of text.matchAll(BRACKETED)) {
    const emoji = EMOJI.get(name)
    if (emoji === undefined) continue
    if (index > at) pieces.push({ text: text.slice(at, index), emoji: null, start: at })
    pieces.push({ text: word, emoji, start: index })
    at = index + word.length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), emoji: null, start: at })
  return pieces
}
