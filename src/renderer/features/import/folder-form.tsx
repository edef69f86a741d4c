import { type FormEvent, useState } from 'react'
import { MAX_PATH } from '#shared/limits.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoiceChip, TextField } from '../../ui/field.tsx'
import { useFoundFolders } from './use-found-folders.ts'

/** Names the folder to import from: one that was found, or any other. */
export function FolderForm(props: {
  busy: boolean
  onPreview: (folder: string) => void
  onChange: () => void
}) {
  const { t } = useTranslation()
  const found = useFoundFolders()
  const [typed, setTyped] = useState<string | null>(null)
  const folder = typed ?? found[0]?.folder ?? ''
  const named = folder.trim() !== ''

  /** What another folder holds is of no interest any more. */
  function name(next: string): void {
    setTyped(next)
    props.onChange()
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (named && !props.busy) props.onPreview(folder.trim())
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex items-start gap-2">
        <TextField
          label={t('importing.folder')}
          hint={t('importing.folderHint')}
          value={folder}
          maxLength={MAX_PATH}
          spellCheck={false}
          className="min-w-0 flex-1"
          onChange={(event) => name(event.target.value)}
        />
        <Button type="submit" disabled={!named || props.busy} className="mt-6">
          {t('importing.preview')}
        </Button>
      </div>
      {found.length > 1 ? (
        <div role="radiogroup" aria-label={t('importing.choices')} className="flex flex-wrap gap-1">
          {found.map((place) => (
            <ChoiceChip
              key={place.folder}
              name="import-folder"
              checked={place.folder === folder}
              onChange={() => name(place.folder)}
            >
              {t(`importing.source.${place.source}`)}
            </ChoiceChip>
          ))}
        </div>
      ) : null}
    </form>
  )
}
