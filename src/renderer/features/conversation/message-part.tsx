import { CircleHelp, FileText, Image, Loader, type LucideIcon, Mic, TriangleAlert, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaView } from '#shared/model/media.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'
import { shownFileName } from '../../formatting/file-name.ts'
import { kindWord } from '../../formatting/message-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { MessageMedia } from '../../parts/media/message-media.tsx'
import { useFormats } from '../../store/hooks.ts'
import type { Marks } from './marks.tsx'
import { MessageText } from './message-text.tsx'

/** One thing inside a message, drawn or played where its bytes are here. */
export function MessagePartView(props: {
  part: MessagePart
  media: MediaView | undefined
  conversationId: ConversationId
  /** Places of its text that were searched for. */
  marks: Marks
}) {
  const { part, media, conversationId, marks } = props
  const { t } = useTranslation()
  const facts = <PartFacts part={part} marks={marks} />
  const isMedium =
    part.kind === 'image' || part.kind === 'video' || part.kind === 'voice' || part.kind === 'file'
  return (
    <>
      {isMedium && media ? (
        <MessageMedia part={part} media={media} conversationId={conversationId} facts={facts} />
      ) : (
        facts
      )}
      {part.kind === 'voice' && part.transcript ? (
        <figure className="mt-1 border-l-2 pl-2">
          <MessageText text={part.transcript} marks={marks} />
          <figcaption className="text-meta text-soft">{t('message.transcript')}</figcaption>
        </figure>
      ) : null}
    </>
  )
}

/** What a part is, in words: all that is known before its bytes are here. */
function PartFacts({ part, marks }: { part: MessagePart; marks: Marks }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const size = (bytes: number | null) => (bytes === null ? null : formats.size(bytes))
  const length = (ms: number | null) => (ms === null ? null : formats.duration(ms))
  switch (part.kind) {
    case 'text':
      return <MessageText text={part.text} marks={marks} />
    case 'image': {
      const { width, height } = part
      const dimensions = width !== null && height !== null ? t('message.dimensions', { width, height }) : null
      return <Media icon={Image} name={kindWord('image', t)} facts={[dimensions, size(part.size)]} />
    }
    case 'video':
      return (
        <Media icon={Video} name={kindWord('video', t)} facts={[length(part.durationMs), size(part.size)]} />
      )
    case 'voice':
      return <Media icon={Mic} name={kindWord('voice', t)} facts={[length(part.durationMs)]} />
    case 'file': {
      const { full, short } = shownFileName(part.name)
      return (
        <Media
          icon={FileText}
          name={
            full === '' ? (
              t('message.unnamedFile')
            ) : (
              <bdi title={full === short ? undefined : full} className="[overflow-wrap:anywhere]">
                {short}
              </bdi>
            )
          }
          facts={[size(part.size)]}
        />
      )
    }
    case 'progress': {
      const what = t(`message.progress.${part.phase}`, { tool: part.tool })
      return (
        <p className="flex items-center gap-1.5 text-meta text-soft">
          <Loader size={12} aria-hidden />
          {part.status === null ? what : t('message.progress.status', { what, status: part.status })}
        </p>
      )
    }
    case 'unsupported':
      return (
        <Note icon={CircleHelp}>
          {part.rawType === null
            ? t('message.unsupported')
            : t('message.unsupportedType', { type: part.rawType })}
        </Note>
      )
    case 'unreadable':
      return <Note icon={TriangleAlert}>{t('message.unreadable')}</Note>
    default:
      return unreachable(part)
  }
}

/** A thing that is not text, by its kind or name and what is known of it. */
function Media(props: { icon: LucideIcon; name: ReactNode; facts: (string | null)[] }) {
  const facts = props.facts.filter((fact) => fact !== null)
  return (
    <span className="flex min-h-9 items-center gap-2.5">
      <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-control bg-sunken text-soft">
        <props.icon size={18} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="flex min-w-0 flex-col">
        <span className="font-medium">{props.name}</span>
        {facts.length > 0 ? <span className="text-meta text-soft">{facts.join(' · ')}</span> : null}
      </span>
    </span>
  )
}

function Note(props: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 text-preview text-soft">
      <props.icon size={14} aria-hidden className="mt-[3px] shrink-0" />
      {props.children}
    </p>
  )
}
