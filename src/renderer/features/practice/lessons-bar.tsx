import { Check, ChevronUp, FlaskConical, X } from 'lucide-react'
import { useState } from 'react'
import type { Lessons, LessonView } from '#shared/model/lesson.ts'
import { unreachable } from '#shared/unreachable.ts'
import { addPracticeTexts } from '../../i18n/practice.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ButtonMenu, MenuChoices } from '../../ui/menu.tsx'
import { stepWords } from './lesson-words.ts'

/** A lesson that has been begun and is not over. */
export type LessonUnderWay = Extract<LessonView, { standing: 'under-way' }>

/**
 * The lesson before the operator, in a bar below the work: what it is about, what is to be done now, and the ways on.
 * @param onShow leads to where it is to be done
 * @param onPutAway the bar goes away, and the keys that may be in it have to go elsewhere
 */
export function LessonsBar(props: {
  lessons: Lessons
  onShow: (lesson: LessonUnderWay) => void
  onPutAway: () => void
}) {
  const { t, gap, i18n } = useTranslation()
  useState(() => addPracticeTexts(i18n))
  const { client } = useServices()
  const action = useAction()
  const { lessons, onShow, onPutAway } = props
  const { all, current } = lessons
  const view = all.find(({ id }) => id === current)
  const state = useReplica((replica) => (view?.standing === 'under-way' ? stepWords(view, replica, t) : null))
  if (view === undefined) return null

  const title = t(`practice.lesson.${current}.title`)
  const number = all.indexOf(view) + 1
  const next = nextOf(all, number)
  const begin = (lesson: LessonView['id']) =>
    void action.run(() => client.request('practice.begin', { lesson }))
  const way = wayOn(view, next)

  function goOn(): void {
    switch (way) {
      case 'start':
        begin(current)
        return
      case 'showMe':
        if (view?.standing === 'under-way') onShow(view)
        return
      case 'next':
        if (next !== null) begin(next)
        return
      case 'leave':
        void action.run(() => client.request('practice.leave'))
        return
      default:
        unreachable(way)
    }
  }

  return (
    <section
      aria-label={t('practice.region')}
      data-lessons
      className="flex shrink-0 items-center gap-x-4 gap-y-1 border-t bg-accent-wash px-4 py-2 max-split:flex-wrap"
    >
      <AllLessons lessons={lessons} number={number} onChoose={begin} />
      <div className="min-w-0 flex-1 text-preview max-split:order-last max-split:basis-full">
        <p className="[@media(height<520px)]:hidden">
          <strong className="font-semibold">{title}</strong>{' '}
          <span className="text-soft">{t(`practice.lesson.${current}.why`)}</span>
        </p>
        <p role="status">{state ?? standingWords(view, next)}</p>
        {action.error === null ? null : (
          <p role="alert" className="text-danger">
            {action.error === 'not-possible-now' ? t('practice.impossible') : t(`error.${action.error}`)}
          </p>
        )}
      </div>
      <div className="flex items-center gap-2 max-split:ml-auto">
        <Button look="primary" size="small" disabled={action.busy} onClick={goOn}>
          {way === 'leave' ? t('notice.leavePractice') : t(`practice.${way}`)}
        </Button>
        {view.standing === 'done' ? (
          <Button look="quiet" size="small" disabled={action.busy} onClick={() => begin(current)}>
            {t('practice.again')}
          </Button>
        ) : (
          <Button
            look="quiet"
            size="small"
            disabled={action.busy || next === null}
            onClick={() => void action.run(() => client.request('practice.skip', { lesson: current }))}
          >
            {t('practice.skip')}
          </Button>
        )}
        <IconButton
          label={t('practice.putAway')}
          onClick={() => {
            onPutAway()
            client.request('practice.show', { isShown: false }).catch(() => undefined)
          }}
        >
          <X size={16} aria-hidden />
        </IconButton>
      </div>
    </section>
  )

  function standingWords({ standing }: LessonView, following: LessonView['id'] | null): string {
    switch (standing) {
      case 'done': {
        const done = t('practice.done', { title })
        return following === null ? `${done}${gap}${t('practice.finished')}` : done
      }
      case 'skipped':
        return t('practice.skipped')
      case 'new':
      case 'under-way':
        return ''
      default:
        return unreachable(standing)
    }
  }
}

/** What the first button does. */
function wayOn(view: LessonView, next: LessonView['id'] | null): 'start' | 'showMe' | 'next' | 'leave' {
  switch (view.standing) {
    case 'new':
    case 'skipped':
      return 'start'
    case 'under-way':
      return 'showMe'
    case 'done':
      return next === null ? 'leave' : 'next'
    default:
      return unreachable(view)
  }
}

/** The next lesson that is neither done nor skipped, from a place on and then from the first. */
function nextOf(all: readonly LessonView[], from: number): LessonView['id'] | null {
  const order = [...all.slice(from), ...all.slice(0, from - 1)]
  return order.find(({ standing }) => standing === 'new' || standing === 'under-way')?.id ?? null
}

/** Which lesson it is, with all of them behind it. */
function AllLessons(props: {
  lessons: Lessons
  number: number
  onChoose: (lesson: LessonView['id']) => void
}) {
  const { t } = useTranslation()
  const { all, current } = props.lessons
  const place = t('practice.place', { number: props.number, total: all.length })
  return (
    <ButtonMenu
      button={
        <Button
          look="quiet"
          size="small"
          aria-label={`${place} ${t('practice.all')}`}
          title={t('practice.all')}
        >
          <FlaskConical size={14} aria-hidden className="text-accent" />
          {place}
          <ChevronUp size={14} aria-hidden />
        </Button>
      }
    >
      <MenuChoices
        value={current}
        onChoose={props.onChoose}
        choices={all.map(({ id, standing }, index) => {
          const title = t(`practice.lesson.${id}.title`)
          const number = index + 1
          return {
            value: id,
            name: t('practice.entry', { number, title, standing: t(`practice.standing.${standing}`) }),
            words: (
              <>
                <span className="w-5 shrink-0 text-right text-soft">{number}</span>
                <span className="flex-1 truncate">{title}</span>
                {standing === 'done' ? (
                  <Check size={14} aria-hidden className="shrink-0 text-accent" />
                ) : null}
                {standing === 'new' ? null : (
                  <span className="shrink-0 text-meta text-soft">{t(`practice.standing.${standing}`)}</span>
                )}
              </>
            ),
          }
        })}
      />
    </ButtonMenu>
  )
}
