import { type FormEvent, useId, useState } from 'react'
import { MAX_PATH } from '#shared/limits.ts'
import { isStrongEnough } from '#shared/text/passphrase-strength.ts'
import { unreachable } from '#shared/unreachable.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Check } from '../../ui/check.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Caution } from './caution.tsx'
import { NewPassphrase, ShowPassphrase } from './passphrase-field.tsx'

/** What can be chosen, beside what is set. */
const DAYS = [1, 2, 3, 7, 14, 30]
const COUNTS = [2, 3, 5, 7, 14, 30]
const DEFAULT_DAYS = 1
const DEFAULT_COUNT = 5

/** Where automatic backups go, how often, how many stay and what opens them. Mounted while open. */
export function AutoBackupDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const form = useId()
  const save = useAction()
  const choosing = useAction()
  const { plan, hasPassphrase } = useReplica((replica) => replica.autoBackup)
  const [folder, setFolder] = useState(plan?.folder ?? '')
  const [everyDays, setEveryDays] = useState(plan?.everyDays ?? DEFAULT_DAYS)
  const [keep, setKeep] = useState(plan?.keep ?? DEFAULT_COUNT)
  const [isNew, setNew] = useState(plan === null || !hasPassphrase)
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [isShown, setShown] = useState(false)
  const isOpened = !isNew || (isStrongEnough(passphrase) && passphrase === repeated)
  const isReady = folder.trim() !== '' && isOpened && !save.busy

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    const order = { folder: folder.trim(), everyDays, keep, passphrase: isNew ? passphrase : null }
    void save.run(() => client.request('backup.automate', order)).then((done) => done && onClose())
  }

  async function choose(): Promise<void> {
    await choosing.run(async () => {
      const chosen = await client.request('backup.chooseFolder')
      if (chosen !== null) setFolder(chosen)
    })
  }

  const options = (values: readonly number[], chosen: number, words: (count: number) => string) =>
    [...new Set([...values, chosen])]
      .sort((one, other) => one - other)
      .map((value) => ({ value, words: words(value) }))
  return (
    <Dialog
      open
      title={t('backup.automatic.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" form={form} disabled={!isReady}>
            {t(plan === null ? 'backup.automatic.turnOn' : 'backup.automatic.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        <div className="flex items-start gap-2">
          <TextField
            label={t('backup.automatic.folder')}
            hint={t('backup.automatic.folderHint')}
            value={folder}
            maxLength={MAX_PATH}
            spellCheck={false}
            disabled={save.busy}
            className="min-w-0 flex-1"
            onChange={(event) => setFolder(event.target.value)}
          />
          <Button className="mt-6" disabled={save.busy || choosing.busy} onClick={() => void choose()}>
            {t('backup.automatic.chooseFolder')}
          </Button>
        </div>
        <div className="grid grid-cols-2 gap-4">
          <SelectField
            label={t('backup.automatic.every')}
            hint={t('backup.automatic.everyHint')}
            value={everyDays}
            options={options(DAYS, everyDays, (count) =>
              count === 1 ? t('backup.automatic.daily') : t('backup.automatic.days', { count }),
            )}
            onChange={(value) => setEveryDays(Number(value))}
          />
          <SelectField
            label={t('backup.automatic.keep')}
            hint={t('backup.automatic.keepHint')}
            value={keep}
            options={options(COUNTS, keep, (count) => t('backup.automatic.newest', { count }))}
            onChange={(value) => setKeep(Number(value))}
          />
        </div>
        {plan !== null && hasPassphrase ? (
          <Check isChecked={isNew} onChange={setNew}>
            {t('backup.automatic.newPassphrase')}
          </Check>
        ) : null}
        {isNew ? (
          <>
            <NewPassphrase
              value={passphrase}
              repeated={repeated}
              isShown={isShown}
              disabled={save.busy}
              onChange={setPassphrase}
              onRepeat={setRepeated}
            />
            <ShowPassphrase isShown={isShown} onChange={setShown} />
            <Caution>{t('backup.automatic.caution')}</Caution>
            <Keeping />
          </>
        ) : null}
        {save.error || choosing.error ? (
          <ErrorLine code={save.error ?? choosing.error ?? 'internal'} />
        ) : null}
      </form>
    </Dialog>
  )
}

/** How the passphrase is kept, where that is not as it should be. */
function Keeping() {
  const { t } = useTranslation()
  const protection = useReplica((replica) => replica.app.protection)
  switch (protection) {
    case 'session-only':
      return <Caution>{t('backup.automatic.session')}</Caution>
    case 'weak-agreed':
      return <p className="text-preview text-soft">{t('backup.automatic.weak')}</p>
    case 'strong':
    case 'ask':
      return null
    default:
      return unreachable(protection)
  }
}
