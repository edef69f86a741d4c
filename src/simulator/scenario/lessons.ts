import type { ItemForm } from '../args.ts'
import { ControlError } from '../errors.ts'
import type { Shown, Simulator } from '../index.ts'
import { unreachable } from '../unreachable.ts'
import { lessonAnswer } from './people.ts'

/** What can be practised; each is a situation of its own. */
export type LessonName =
  | 'answer-in-time'
  | 'refused'
  | 'unconfirmed'
  | 'rescue'
  | 'file'
  | 'quick-reply'
  | 'tidy'
  | 'search'
  | 'broadcast'
  | 'send-later'

/** Somebody who takes part in a lesson, and whose account they write to. */
export interface LessonPerson {
  readonly ownerUserId: string
  readonly userId: string
}

/** Who takes part in a lesson and what it is about. */
export interface LessonCast {
  readonly people: readonly LessonPerson[]
  /** Owner of the account that it is about; null where it is about none. */
  readonly ownerUserId: string | null
  /** What the right answer has in it; null where any will do. */
  readonly answer: string | null
  /** A stored answer that is there to be used; null where none is needed. */
  readonly quickReply: { readonly title: string; readonly text: string } | null
}

/** The situations of the lessons. */
export interface Lessons {
  /** Brings the situation about, once more if it was there before; null where its account has no bot any more. */
  arrange(lesson: LessonName): LessonCast | null
  /** The operator has come to this step; people do what comes next. */
  reached(at: { readonly lesson: LessonName; readonly step: string }): void
  /** Nothing that was arranged for it strikes any more. */
  clear(lesson: LessonName): void
}

/** Does something after a while, unless everybody has fallen silent by then. */
export type Later = (ms: number, run: () => void) => void

const minuteMs = 60_000
const windowMs = 24 * 60 * minuteMs
/** So long before their time is up the customer of the first lesson can be answered. */
const leftMs = 25 * minuteMs
/** Between what happens and what somebody does about it. */
const handMs = 5_000

/** The account whose sign-in is lost in a lesson. */
const lostAccount = 'showroom'

/** Who writes to which account when a lesson begins. */
const openings: Readonly<Record<LessonName, readonly (readonly [string, string, ItemForm])[]>> = {
  'answer-in-time': [['store', '宋女士', { text: '请问我的订单今天还能改地址吗？' }]],
  refused: [['studio', '韩小姐', { text: '我的照片修好了吗？' }]],
  unconfirmed: [['service', '曹师傅', { text: '明天上门，您看定几点？' }]],
  rescue: [],
  file: [['studio', '叶老师', { text: '能把价目表发我一份吗？图片、文件都行' }]],
  'quick-reply': [['store', '丁小姐', { text: '你们几点开门？' }]],
  tidy: [
    ['service', '范先生', { text: '不急，等师傅排好时间，明天再告诉我就行' }],
    ['regulars', '姜姐', { text: '收到了，谢谢！没有别的问题了' }],
  ],
  search: [['store', '白女士', { text: '康老师在你们那儿订了青花杯，单号是多少？' }]],
  broadcast: [],
  'send-later': [['regulars', '邹先生', { text: '我在开会，一小时以后再把地址发给我，谢谢' }]],
}

const quickReply = { title: '营业时间', text: '您好，我们每天 9:30 到 21:00 营业，周末不休息。' }

/**
 * The situations of the lessons, played by people who are in nothing else.
 * @param later what people mean to do
 * @param write writes, if the account still has a bot to write to
 */
export class Playing implements Lessons {
  readonly #sim: Simulator
  readonly #later: Later
  readonly #write: (account: string, from: string, says: ItemForm) => void
  /** Whether the owner of the lost account has to scan. */
  #isLost = false
  /** Somebody waits for the message whose answer gets lost. */
  #awaitsLost = false
  /** What that message said, once it came through. */
  #lostText: string | null = null

  constructor(sim: Simulator, later: Later, write: (account: string, from: string, says: ItemForm) => void) {
    this.#sim = sim
    this.#later = later
    this.#write = write
  }

  arrange(lesson: LessonName): LessonCast | null {
    this.clear(lesson)
    const parts = openings[lesson]
    const agoMs = lesson === 'answer-in-time' ? windowMs - leftMs : 0
    try {
      this.#trouble(lesson)
      for (const [account, from, says] of parts) this.#sim.world.inject({ account, from, ...says, agoMs })
    } catch (error) {
      if (error instanceof ControlError) return null
      throw error
    }
    return {
      people: parts.map(([account, name]) => this.#person(account, name)),
      ownerUserId: lesson === 'rescue' ? this.#sim.world.addAccount({ account: lostAccount }).userId : null,
      answer: lesson === 'search' ? lessonAnswer : null,
      quickReply: lesson === 'quick-reply' ? quickReply : null,
    }
  }

  reached({ lesson, step }: { readonly lesson: LessonName; readonly step: string }): void {
    if (lesson !== 'refused' || step !== 'wait') return
    const [first] = openings.refused
    if (first === undefined) return
    const [account, name] = first
    this.#later(handMs, () => this.#write(account, name, { text: '在吗？我还没收到回复' }))
  }

  clear(lesson: LessonName): void {
    for (const [account, name] of openings[lesson])
      this.#sim.world.fault({ clear: true, account, to: this.#person(account, name).userId })
    if (lesson === 'unconfirmed') this.#awaitsLost = false
  }

  /** The account whose owner scans the next code, to bring it back; null while none is lost. */
  scanner(): string | null {
    return this.#isLost ? lostAccount : null
  }

  /** Somebody signed in. */
  signedIn(account: string): void {
    if (account !== lostAccount) return
    this.#isLost = false
    this.#later(handMs, () => this.#write(lostAccount, '秦女士', { text: '终于联系上了，样品还在吗？' }))
  }

  /** Somebody got a message: who waits for the one whose answer gets lost says so, and says when it comes twice. */
  hear({ account, name, line }: Shown): void {
    const [first] = openings.unconfirmed
    if (first === undefined || account !== first[0] || name !== first[1]) return
    const answer = (text: string): void => this.#later(handMs, () => this.#write(account, name, { text }))
    if (this.#awaitsLost) {
      this.#awaitsLost = false
      this.#lostText = line.text ?? ''
      answer('好的，就这个时间，我在家等')
    } else if (this.#lostText !== null && line.text === this.#lostText) answer('这条收到两遍了，没关系')
  }

  /** What goes wrong. */
  #trouble(lesson: LessonName): void {
    switch (lesson) {
      case 'refused':
        this.#fault(lesson, { kind: 'ret', ret: -2, errmsg: 'prepare failed' })
        return
      case 'unconfirmed':
        this.#awaitsLost = true
        this.#lostText = null
        this.#fault(lesson, { kind: 'dropAfter' })
        return
      case 'rescue':
        if (!this.#isLost) this.#sim.world.bindElsewhere({ account: lostAccount })
        this.#isLost = true
        return
      case 'answer-in-time':
      case 'file':
      case 'quick-reply':
      case 'tidy':
      case 'search':
      case 'broadcast':
      case 'send-later':
        return
      default:
        unreachable(lesson)
    }
  }

  #fault(
    lesson: LessonName,
    trouble: { kind: 'dropAfter' } | { kind: 'ret'; ret: number; errmsg: string },
  ): void {
    for (const [account, name] of openings[lesson])
      this.#sim.world.fault({
        call: 'sendmessage',
        account,
        to: this.#person(account, name).userId,
        ...trouble,
      })
  }

  #person(account: string, name: string): LessonPerson {
    const { userId: ownerUserId, people } = this.#sim.world.addAccount({ account, people: [{ name }] })
    const person = people.find((one) => one.name === name)
    if (person === undefined) throw new Error(`practice account ${account} knows no ${name}`)
    return { ownerUserId, userId: person.userId }
  }
}
