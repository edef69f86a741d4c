import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import type { StagedFiles, StagedItem } from '../../../store/staged-files.ts'
import { classNames } from '../../../ui/class-names.ts'
import { useRowDrag } from '../../../ui/use-row-drag.ts'
import { FileRow, ROW_HEIGHT, type RowActions } from './file-row.tsx'
import { fileWord } from './file-words.ts'

/** Up to here all rows are drawn; more only as far as they are in view. */
const DRAWN_WHOLE = 50

/** How many of the other rows have their middle above a height, counted from the top of the first row. */
export function placeAt(y: number, index: number, count: number): number {
  const above = Math.max(0, Math.min(count, Math.ceil(y / ROW_HEIGHT - 0.5)))
  return index < above ? above - 1 : above
}

/** What the list does to the files; the same object as long as the list stands. */
export type FileListActions = Pick<StagedFiles, 'remove' | 'move' | 'sendAsFile'>

/** The files in sending order, which is changed by dragging a row or by its buttons. */
export function FileList({ items, files }: { items: readonly StagedItem[]; files: FileListActions }) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const [said, setSaid] = useState('')
  const [stepped, setStepped] = useState<{ key: number; by: number } | null>(null)
  const isLong = items.length > DRAWN_WHOLE
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    enabled: isLong,
  })
  const indexOf = (key: number) => items.findIndex((item) => item.key === key)
  const { drag, start } = useRowDrag(
    (clientY, key: number) =>
      placeAt(clientY - (list.current?.getBoundingClientRect().top ?? 0), indexOf(key), items.length),
    move,
  )

  function move(key: number, place: number): void {
    const name = items.find((item) => item.key === key)?.staged.name
    const moved = files.move(key, place)
    if (moved === null || name === undefined) return
    setSaid(t('review.moved', { file: fileWord(name, t), place: moved + 1, count: items.length }))
  }

  function step(key: number, by: number): void {
    move(key, indexOf(key) + by)
    setStepped({ key, by })
  }

  const handlers = useRef({ step, start })
  useLayoutEffect(() => {
    handlers.current = { step, start }
  })
  // The same object as long as the list stands, so that one row's change draws no other.
  const actions = useMemo<RowActions>(
    () => ({
      remove: files.remove,
      step: (key, by) => handlers.current.step(key, by),
      sendAsFile: files.sendAsFile,
      press: (event, key) => handlers.current.start(event, key),
    }),
    [files],
  )

  // The browser forgets the focus of an element that is moved within the page.
  useLayoutEffect(() => {
    if (!stepped) return
    const index = items.findIndex((item) => item.key === stepped.key)
    const row = list.current?.querySelector(`[data-row="${stepped.key}"]`)
    row?.querySelector<HTMLElement>(`[data-move="${stepped.by < 0 ? 'up' : 'down'}"]`)?.focus()
    if (isLong && index !== -1) virtual.scrollToIndex(index)
    setStepped(null)
  }, [stepped, items, isLong, virtual])

  const others = items.filter((item) => item.key !== drag?.id)
  const landingOf = (key: number) => {
    if (!drag || drag.id === key) return null
    if (others[drag.place]?.key === key) return 'above'
    return drag.place >= others.length && others.at(-1)?.key === key ? 'below' : null
  }
  const drawn = isLong ? virtual.getVirtualItems().map(({ index }) => index) : items.map((_, index) => index)
  return (
    <>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div ref={scroller} className="max-h-[min(22rem,38vh)] overflow-y-auto">
        <ul
          ref={list}
          aria-label={t('review.files')}
          className={classNames('relative', drag && 'select-none')}
          style={{ height: items.length * ROW_HEIGHT }}
        >
          {drawn.map((index) => {
            const item = items[index]
            return item ? (
              <FileRow
                key={item.key}
                item={item}
                index={index}
                count={items.length}
                dragged={drag?.id === item.key}
                landing={landingOf(item.key)}
                actions={actions}
              />
            ) : null
          })}
        </ul>
      </div>
    </>
  )
}
