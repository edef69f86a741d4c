import { X } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { MAX_PATH } from '#shared/limits.ts'
import type { Program } from '#shared/model/program.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorLine } from '../../../ui/feedback.tsx'
import { TextField } from '../../../ui/field.tsx'

/** Which folders a program may take files from and save into. Mounted while open. */
export function FoldersDialog({ program, onClose }: { program: Program; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const change = useAction()
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { id, name, folders } = program
  const folder = typed.trim()
  const isReady = folder !== '' && !change.busy

  function add(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    void change
      .run(() => client.request('programs.addFolder', { id, folder }))
      .then((done) => done && setTyped(''))
  }

  /** Its button goes with it, so the keys go on where another one is typed. */
  function remove(gone: string): void {
    field.current?.focus()
    void change.run(() => client.request('programs.removeFolder', { id, folder: gone }))
  }

  return (
    <Dialog
      open
      title={t('programs.folders.title', { name })}
      onClose={onClose}
      width="medium"
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      <p className="mb-3 text-preview text-soft">{t('programs.folders.hint')}</p>
      {folders.length === 0 ? (
        <p className="mb-3">{t('programs.folders.none')}</p>
      ) : (
        <ul aria-label={t('programs.folders.list')} className="mb-3 rounded-card border">
          {folders.map((one) => (
            <li key={one} className="flex items-center gap-2 border-t py-0.5 pr-1 pl-3 first:border-t-0">
              <bdi className="min-w-0 flex-1 wrap-anywhere">{one}</bdi>
              <IconButton
                label={t('programs.folders.remove', { folder: one })}
                disabled={change.busy}
                onClick={() => remove(one)}
              >
                <X size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex items-start gap-2">
        <TextField
          ref={field}
          label={t('programs.folders.path')}
          hint={t('programs.folders.pathHint')}
          value={typed}
          maxLength={MAX_PATH}
          spellCheck={false}
          className="min-w-0 flex-1"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" className="mt-6" disabled={!isReady}>
          {t('programs.folders.add')}
        </Button>
      </form>
      {change.error ? <ErrorLine code={change.error} className="mt-2" /> : null}
    </Dialog>
  )
}
