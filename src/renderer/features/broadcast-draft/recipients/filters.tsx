import { useId, useMemo, useState } from 'react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { titleInWords } from '../../../formatting/names.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'
import { Check } from '../../../ui/check.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { INPUT_CLASS } from '../../../ui/field.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import type { Draft } from '../use-draft.ts'
import { AccountFilter } from './account-filter.tsx'
import { SegmentField } from './segment-field.tsx'
import { TagFilter } from './tag-filter.tsx'

const CLOSES_WITHIN = [1, 2, 4, 8, 12]
const WROTE_WITHIN = [1, 2, 6, 12, 24]
const NOT_WITHIN = [1, 3, 7, 14, 30]
const TAGS = [
  ['any', 'broadcastDraft.who.tagsAny'],
  ['all', 'broadcastDraft.who.tagsAll'],
  ['none', 'broadcastDraft.who.tagsNone'],
] as const

const GRID =
  'grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] items-end gap-3 low:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] low:gap-2'

/** Who is looked at: where they come from, and what narrows them down. */
export function Filters(props: { draft: Draft; typed: string; onType: (typed: string) => void }) {
  const { t } = useTranslation()
  const { draft } = props
  const { choice, choose } = draft
  const hasSegments = useReplica((replica) => replica.segments.length > 0)
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset takes no grid of its own in every browser
    <div role="group" aria-label={t('broadcastDraft.who.filters')} className="flex flex-col gap-2">
      <div className={GRID}>
        {hasSegments ? <SegmentField draft={draft} /> : null}
        <FromField value={choice.from} onChange={(from) => choose((now) => ({ ...now, from }))} />
        <AccountFilter
          value={choice.accounts}
          onChange={(accounts) => choose((now) => ({ ...now, accounts }))}
        />
        <HoursField
          label={t('broadcastDraft.who.closesWithin')}
          value={choice.closesWithinHours}
          offered={CLOSES_WITHIN}
          onChange={(closesWithinHours) => choose((now) => ({ ...now, closesWithinHours }))}
        />
        <HoursField
          label={t('broadcastDraft.who.wroteWithin')}
          value={choice.wroteWithinHours}
          offered={WROTE_WITHIN}
          onChange={(wroteWithinHours) => choose((now) => ({ ...now, wroteWithinHours }))}
        />
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-preview font-medium">
            {t('broadcastDraft.who.search')}
          </label>
          <input
            id={id}
            type="search"
            value={props.typed}
            onChange={(event) => props.onType(event.target.value)}
            className={INPUT_CLASS}
          />
        </div>
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3">
          <Check
            isChecked={choice.unreadOnly}
            onChange={(unreadOnly) => choose((now) => ({ ...now, unreadOnly }))}
          >
            {t('broadcastDraft.who.unread')}
          </Check>
          {hasSegments ? null : <SegmentField draft={draft} />}
        </div>
      </div>
      <RareFilters choice={choice} choose={choose} />
    </div>
  )
}

/** What is asked for now and then; folded, for the people need the room, but for what a draft holds already. */
function RareFilters({ choice, choose }: { choice: RecipientChoice; choose: Draft['choose'] }) {
  const { t } = useTranslation()
  const { any, all, none } = choice.tags
  const asked = [
    choice.quietForHours !== null,
    choice.notWithinDays !== null,
    ...[any, all, none].map((tags) => tags.length > 0),
  ].filter(Boolean).length
  const [isOpen, setOpen] = useState(asked > 0)
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="min-h-7 w-fit cursor-pointer rounded-control text-preview font-medium">
        {asked > 0 ? t('broadcastDraft.who.moreAsked', { count: asked }) : t('broadcastDraft.who.more')}
      </summary>
      <div className={classNames(GRID, 'mt-1')}>
        <HoursField
          label={t('broadcastDraft.who.quietFor')}
          value={choice.quietForHours}
          offered={WROTE_WITHIN}
          words={(count) => t('broadcastDraft.who.atLeast', { count })}
          onChange={(quietForHours) => choose((now) => ({ ...now, quietForHours }))}
        />
        <DaysField
          value={choice.notWithinDays}
          onChange={(notWithinDays) => choose((now) => ({ ...now, notWithinDays }))}
        />
        {TAGS.map(([which, label]) => (
          <TagFilter
            key={which}
            label={t(label)}
            value={choice.tags[which]}
            onChange={(tags) => choose((now) => ({ ...now, tags: { ...now.tags, [which]: tags } }))}
          />
        ))}
      </div>
    </details>
  )
}

const SIMPLE = ['recent', 'nobody'] as const

/** Where people come from: recent contacts, nowhere, or a former run. */
function FromField(props: {
  value: RecipientChoice['from']
  onChange: (from: RecipientChoice['from']) => void
}) {
  const { t } = useTranslation()
  const broadcasts = useReplica((replica) => replica.broadcasts)
  const runs = useMemo(() => formerRuns(broadcasts.values()), [broadcasts])
  const options: { from: RecipientChoice['from']; words: string }[] = [
    ...SIMPLE.map((from) => ({ from, words: t(`broadcastDraft.who.${from}`) })),
    ...runs.flatMap(({ id, title: own }) => {
      const title = titleInWords(own, t) || t('broadcastDraft.who.runUnnamed', { id })
      return [
        { from: { run: id, which: 'all' as const }, words: t('broadcastDraft.who.runAll', { title }) },
        {
          from: { run: id, which: 'unreached' as const },
          words: t('broadcastDraft.who.runUnreached', { title }),
        },
      ]
    }),
  ]
  // A run may have been removed since it was chosen.
  if (!options.some(({ from }) => keyOf(from) === keyOf(props.value)) && typeof props.value === 'object') {
    options.push({ from: props.value, words: t('broadcastDraft.who.runUnnamed', { id: props.value.run }) })
  }
  return (
    <SelectField
      label={t('broadcastDraft.who.from')}
      value={keyOf(props.value)}
      options={options.map(({ from, words }) => ({ value: keyOf(from), words }))}
      onChange={(key) => {
        const chosen = options.find(({ from }) => keyOf(from) === key)
        if (chosen) props.onChange(chosen.from)
      }}
    />
  )
}

function keyOf(from: RecipientChoice['from']): string {
  return typeof from === 'object' ? `${from.which} ${from.run}` : from
}

/** What was started, the latest first. */
function formerRuns(broadcasts: Iterable<BroadcastSummary>): BroadcastSummary[] {
  return [...broadcasts]
    .filter(({ startedAt }) => startedAt !== null)
    .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0))
}

/** Whom a broadcast went to lately is left out, and named in the plan. */
function DaysField(props: { value: number | null; onChange: (days: number | null) => void }) {
  const { t } = useTranslation()
  return (
    <SelectField
      label={t('broadcastDraft.who.notWithin')}
      value={props.value ?? ''}
      options={[
        { value: '', words: t('broadcastDraft.who.evenRecently') },
        ...NOT_WITHIN.map((count) => ({ value: count, words: t('broadcastDraft.who.days', { count }) })),
      ]}
      onChange={(chosen) => props.onChange(chosen === '' ? null : Number(chosen))}
    />
  )
}

function HoursField(props: {
  label: string
  value: number | null
  offered: readonly number[]
  words?: (hours: number) => string
  onChange: (hours: number | null) => void
}) {
  const { t } = useTranslation()
  const { value, offered, words = (count) => t('broadcastDraft.who.within', { count }) } = props
  const hours =
    value === null || offered.includes(value) ? offered : [...offered, value].sort((a, b) => a - b)
  return (
    <SelectField
      label={props.label}
      value={value ?? ''}
      options={[
        { value: '', words: t('broadcastDraft.who.anyTime') },
        ...hours.map((count) => ({ value: count, words: words(count) })),
      ]}
      onChange={(chosen) => props.onChange(chosen === '' ? null : Number(chosen))}
    />
  )
}
