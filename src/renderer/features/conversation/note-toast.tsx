import { unreachable } from '#shared/unreachable.ts'
import type { Translate } from '../../i18n/index.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Toast } from '../../ui/toast.tsx'
import type { Note } from './use-message-commands.ts'

function noteWords(note: Note, t: Translate): string {
  switch (note.kind) {
    case 'copied':
    case 'not-copied':
    case 'saved':
      return t(`message.note.${note.kind}`)
    case 'files-gone': {
      const names = note.names.map((name) => name || t('message.note.unnamedFile'))
      return t('message.note.filesGone', { count: names.length, names: names.join(t('list.comma')) })
    }
    case 'failed':
      return t(`error.${note.code}`)
    default:
      return unreachable(note)
  }
}

/** Says what became of a command. */
export function NoteToast({ note, onClose }: { note: Note; onClose: () => void }) {
  const { t } = useTranslation()
  return <Toast onClose={onClose}>{noteWords(note, t)}</Toast>
}
