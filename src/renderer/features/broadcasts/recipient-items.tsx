import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { BroadcastFile, BroadcastItem } from '#shared/model/broadcast.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats } from '../../store/hooks.ts'

/** How many of a recipient's messages were accepted, and on demand what became of each. */
export function RecipientItems(props: {
  items: readonly BroadcastItem[]
  /** Each is one message, behind those of the text. */
  files: readonly BroadcastFile[]
  contact: string
  isUnfolded: boolean
  onToggle: () => void
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const listId = useId()
  const { items, files, contact, isUnfolded } = props
  const words = t('broadcasts.items.accepted', {
    accepted: formats.number(items.filter(({ state }) => state === 'accepted').length),
    total: formats.number(items.length),
  })
  const Chevron = isUnfolded ? ChevronDown : ChevronRight
  return (
    <>
      <button
        type="button"
        aria-expanded={isUnfolded}
        aria-controls={isUnfolded ? listId : undefined}
        aria-label={t('broadcasts.items.toggle', { words, name: contact })}
        onClick={props.onToggle}
        className="-mx-1 -my-0.5 inline-flex min-h-7 items-center gap-1 rounded-control px-1 text-left hover:bg-sunken"
      >
        <Chevron size={14} aria-hidden className="shrink-0 text-soft" />
        {words}
      </button>
      {isUnfolded ? (
        <ol id={listId} aria-label={t('broadcasts.items.list', { name: contact })} className="mt-1 text-meta">
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a recipient's messages are frozen in their order
            <li key={index} className="max-w-[44ch] py-0.5">
              <Item item={item} file={files[index - (items.length - files.length)]} />
            </li>
          ))}
        </ol>
      ) : null}
    </>
  )
}

/** One message: what it is, its state, and why. */
function Item({ item, file }: { item: BroadcastItem; file: BroadcastFile | undefined }) {
  const { t } = useTranslation()
  const { state, reason, resolution } = item
  return (
    <>
      <bdi className="[overflow-wrap:anywhere]">
        {file ? shownFileName(file.name).short || t('message.unnamedFile') : t('message.kind.text')}
      </bdi>
      {' · '}
      <span className="font-medium">{t(`message.state.${state}`)}</span>
      <span className="text-soft">
        {resolution === null ? null : ` · ${t(`message.resolution.${resolution}`)}`}
        {reason === null || resolution !== null || state === 'accepted'
          ? null
          : ` · ${t(`message.reason.${reason}`)}`}
      </span>
    </>
  )
}
