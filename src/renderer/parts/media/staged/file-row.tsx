import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react'
import { memo, type PointerEvent } from 'react'
import { shownFileName } from '../../../formatting/file-name.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats } from '../../../store/hooks.ts'
import type { StagedItem } from '../../../store/staged-files.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Check } from '../../../ui/check.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { detailWords, fileWord } from './file-words.ts'
import { Thumbnail } from './thumbnail.tsx'

/** Height of a row in CSS pixels; the same as of every row of a list. */
export const ROW_HEIGHT = 64

/** What can be done with a file of the list. */
export interface RowActions {
  remove: (key: number) => void
  /** Moves it by so many places. */
  step: (key: number, by: number) => void
  sendAsFile: (key: number, asFile: boolean) => void
  press: (event: PointerEvent, key: number) => void
}

/** One file: what it looks like, what it goes out as, its place. */
export const FileRow = memo(function FileRow(props: {
  item: StagedItem
  index: number
  count: number
  /** It is on its way to another place. */
  dragged: boolean
  /** Another row would land above or below this one. */
  landing: 'above' | 'below' | null
  actions: RowActions
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { item, index, count, landing, actions } = props
  const { key, staged } = item
  const file = fileWord(staged.name, t)
  const hasChoice = staged.sendKind !== 'file'
  const detail = detailWords(item, t, formats)
  return (
    <li
      aria-label={file}
      data-row={key}
      aria-setsize={count}
      aria-posinset={index + 1}
      onPointerDown={(event) => actions.press(event, key)}
      className={classNames(
        'absolute inset-x-0 top-0 flex h-(--row-height) items-center gap-2 border-b pr-1',
        props.dragged && 'opacity-50',
        landing === 'above' && 'shadow-landing-above',
        landing === 'below' && 'shadow-landing-below',
      )}
      style={{ transform: `translateY(${index * ROW_HEIGHT}px)` }}
    >
      <GripVertical
        size={14}
        aria-hidden
        className={classNames('shrink-0 text-soft', count > 1 ? 'cursor-grab' : 'invisible')}
      />
      <Thumbnail staged={staged} />
      <span className="flex min-w-0 flex-1 flex-col pl-1">
        <bdi title={file} className="truncate font-medium">
          {shownFileName(staged.name).short || file}
        </bdi>
        <span title={detail} className="truncate text-meta text-soft">
          {detail}
        </span>
      </span>
      {hasChoice ? (
        <Check
          isChecked={item.asFile}
          onChange={(isChecked) => actions.sendAsFile(key, isChecked)}
          className="shrink-0 px-1"
        >
          {t('review.asFile')}
        </Check>
      ) : null}
      <span className="flex shrink-0">
        <IconButton
          label={t('review.up', { file })}
          data-move="up"
          idle={index === 0}
          onClick={() => actions.step(key, -1)}
        >
          <ArrowUp size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={t('review.down', { file })}
          data-move="down"
          idle={index === count - 1}
          onClick={() => actions.step(key, 1)}
        >
          <ArrowDown size={14} aria-hidden />
        </IconButton>
        <IconButton label={t('review.remove', { file })} onClick={() => actions.remove(key)}>
          <X size={14} aria-hidden />
        </IconButton>
      </span>
    </li>
  )
})
