import { useMemo, useState } from 'react'
import { isLongText } from '../../formatting/long-text.ts'
import { stretches } from '../../formatting/stretches.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { EmoticonText } from '../../ui/emoticon-text.tsx'
import { Marked } from '../../ui/marked.tsx'
import { type Marks, NO_MARKS } from './marks.tsx'

/** Characters drawn at once; a text of megabytes would hold the window for seconds. */
const SHOWN_AT_ONCE = 20_000

/** A message's text exactly as written, with its links. Never markup (P12). */
export function MessageText({ text, marks = NO_MARKS }: { text: string; marks?: Marks }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { client } = useServices()
  const [limit, setLimit] = useState(SHOWN_AT_ONCE)
  const [isWhole, setWhole] = useState(false)
  const isLong = useMemo(() => isLongText(text), [text])
  // what was searched for must not be hidden
  const isFolded = isLong && !isWhole && marks.length === 0
  const isUnfolded = isLong && isWhole && marks.length === 0
  const shown = useMemo(() => stretches(text, wholeCharacters(text, limit)), [text, limit])
  const rest = text.length - shown.reduce((sum, stretch) => sum + stretch.text.length, 0)
  return (
    <>
      <p dir="auto" className={isFolded ? 'as-typed line-clamp-[16]' : 'as-typed'}>
        {shown.map(({ text: part, url, start }) =>
          url === null ? (
            <EmoticonText key={start} text={part} marks={marks} offset={start} />
          ) : (
            <a
              key={start}
              href={url}
              className="text-accent underline underline-offset-2 hover:text-accent-strong"
              onClick={(event) => {
                event.preventDefault()
                void client.request('app.openLink', { url }).catch(() => undefined)
              }}
              onAuxClick={(event) => event.preventDefault()}
            >
              <Marked text={part} marks={marks} offset={start} />
            </a>
          ),
        )}
      </p>
      {rest > 0 || isFolded ? (
        <button
          data-unfolds
          type="button"
          className="mt-1 min-h-7 rounded-control text-preview font-medium text-accent hover:underline"
          onClick={() => {
            setWhole(true)
            if (rest > 0) setLimit(limit * 5)
          }}
        >
          {rest > 0 ? t('message.showMore', { rest: formats.number(rest) }) : t('message.showAll')}
        </button>
      ) : null}
      {rest === 0 && isUnfolded ? (
        <button
          type="button"
          className="mt-1 block min-h-7 rounded-control text-preview font-medium text-accent hover:underline"
          onClick={() => {
            setWhole(false)
            setLimit(SHOWN_AT_ONCE)
          }}
        >
          {t('message.showLess')}
        </button>
      ) : null}
    </>
  )
}

/** Length of the beginning of a text that does not end inside a character. */
function wholeCharacters(text: string, length: number): number {
  if (length >= text.length) return text.length
  const last = text.charCodeAt(length - 1)
  return last >= 0xd800 && last <= 0xdbff ? length - 1 : length
}
