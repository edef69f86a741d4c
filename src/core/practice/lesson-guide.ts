import type { DomainEvent } from '#core/events/domain-event.ts'
import type { EventSink, Subscriber } from '#core/events/event-bus.ts'
import type { QuickReplies } from '#core/quick-replies/quick-replies.ts'
import { AppError } from '#shared/errors.ts'
import { LESSONS, type LessonAt, type LessonId, type Lessons, type LessonView } from '#shared/model/lesson.ts'
import { firstStep, nextStep } from './lesson-course.ts'
import { isThere, type LessonFactsDeps, type LessonPlace, placeOf, readFacts } from './lesson-facts.ts'
import type { LessonCast, LessonWorld } from './ports.ts'

export interface LessonGuideDeps extends LessonFactsDeps {
  /** Null outside of practice mode. */
  world: LessonWorld | null
  quickReplies: Pick<QuickReplies, 'save'>
  events: EventSink
}

type Standing = { standing: 'done' | 'skipped' } | { standing: 'under-way'; at: LessonAt; place: LessonPlace }

const [FIRST_LESSON] = LESSONS

/**
 * Leads through the lessons of practice mode. What the operator has done is seen in what is stored, never in clicks:
 * every lesson under way is looked at after whatever happens. Nothing of it is kept.
 */
export class LessonGuide implements Subscriber {
  readonly place = 'practice'
  readonly #deps: LessonGuideDeps
  readonly #standings = new Map<LessonId, Standing>()
  #current: LessonId = FIRST_LESSON ?? 'answer-in-time'
  #isShown = true

  constructor(deps: LessonGuideDeps) {
    this.#deps = deps
  }

  /** How the lessons stand; null outside of practice mode. */
  view(): Lessons | null {
    if (this.#deps.world === null) return null
    return { isShown: this.#isShown, current: this.#current, all: LESSONS.map((id) => this.#viewOf(id)) }
  }

  /** @throws AppError `not-possible-now` */
  show(isShown: boolean): void {
    this.#world()
    this.#isShown = isShown
    this.#changed()
  }

  /** One that cannot be begun stands before the operator all the same, to be skipped. @throws AppError `not-possible-now` */
  begin(lesson: LessonId): void {
    const world = this.#world()
    this.#current = lesson
    this.#isShown = true
    try {
      if (this.#standings.get(lesson)?.standing !== 'under-way') this.#arrange(world, lesson)
    } finally {
      this.#changed()
    }
  }

  /** @throws AppError `not-possible-now` */
  skip(lesson: LessonId): void {
    this.#world().clear(lesson)
    if (this.#standings.get(lesson)?.standing !== 'done') this.#standings.set(lesson, { standing: 'skipped' })
    this.#current = this.#after(lesson)
    this.#changed()
  }

  handle(event: DomainEvent): void {
    const { world } = this.#deps
    if (world === null || event.kind === 'lessons-changed') return
    let hasChanged = false
    for (const [lesson, standing] of this.#standings)
      if (standing.standing === 'under-way') hasChanged = this.#follow(world, lesson, standing) || hasChanged
    if (hasChanged) this.#changed()
  }

  /**
   * Takes a lesson as far as what is stored says; answers whether it stands elsewhere than before. One whose people or
   * account the operator has removed can only be begun anew.
   */
  #follow(
    world: LessonWorld,
    lesson: LessonId,
    { at, place }: Extract<Standing, { standing: 'under-way' }>,
  ): boolean {
    if (!isThere(this.#deps, place)) {
      world.clear(lesson)
      this.#standings.delete(lesson)
      return true
    }
    const next = nextStep(at, readFacts(this.#deps, place))
    if (next === at) return false
    if (next === 'done') {
      world.clear(lesson)
      this.#standings.set(lesson, { standing: 'done' })
    } else {
      this.#standings.set(lesson, { standing: 'under-way', at: next, place })
      world.reached(next)
    }
    return true
  }

  #arrange(world: LessonWorld, lesson: LessonId): void {
    const cast = world.arrange(lesson)
    const place = cast === null ? null : placeOf(this.#deps, cast)
    if (cast === null || place === null) {
      world.clear(lesson)
      throw new AppError('not-possible-now')
    }
    this.#provide(cast)
    // whoever is named in the lesson is known before the first message comes
    const conversationIds = place.conversations.map(({ id }) => id)
    this.#deps.events.raise({ kind: 'conversations-changed', conversationIds })
    this.#standings.set(lesson, { standing: 'under-way', at: firstStep(lesson), place })
  }

  /** The quick reply that is to be used is there, if the operator has none of that name. */
  #provide({ quickReply }: LessonCast): void {
    const { stores, quickReplies } = this.#deps
    if (quickReply === null || stores.quickReplies.list().some(({ title }) => title === quickReply.title))
      return
    const { title, text } = quickReply
    quickReplies.save(null, { title, group: '', items: [{ kind: 'text', text }] })
  }

  /** The next one that nobody has finished or left out, beginning anew behind the last; else this one. */
  #after(lesson: LessonId): LessonId {
    const at = LESSONS.indexOf(lesson)
    const order = [...LESSONS.slice(at + 1), ...LESSONS.slice(0, at)]
    const isOpen = (one: LessonId) => (this.#standings.get(one)?.standing ?? 'under-way') === 'under-way'
    return order.find(isOpen) ?? lesson
  }

  #viewOf(id: LessonId): LessonView {
    const standing = this.#standings.get(id)
    if (standing === undefined) return { id, standing: 'new' }
    if (standing.standing !== 'under-way') return { id, standing: standing.standing }
    const { at, place } = standing
    const conversations = place.conversations.map((one) => one.id)
    return { id, standing: 'under-way', at, conversations, accountId: place.accountId }
  }

  #world(): LessonWorld {
    const { world } = this.#deps
    if (world === null) throw new AppError('not-possible-now')
    return world
  }

  #changed(): void {
    this.#deps.events.raise({ kind: 'lessons-changed' })
  }
}
