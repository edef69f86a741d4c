import { FlaskConical, QrCode } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useFoundFolders } from '../features/import/use-found-folders.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useAction, useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { ErrorLine } from '../ui/feedback.tsx'
import { RestoreBackup } from './parts.ts'

/** The very first screen: two ways to begin, and nothing else. */
export function FirstStart(props: { onAddAccount: () => void; onImport: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const practice = useReplica((replica) => replica.app.practice)
  const start = useAction()
  const found = useFoundFolders()
  const [isRestoring, setRestoring] = useState(false)
  const available = practice === 'available'
  return (
    <main className="flex min-h-0 flex-1 items-center justify-center overflow-y-auto p-6">
      <div className="flex w-[680px] max-w-full flex-col gap-8">
        <div className="flex flex-col gap-2 text-center">
          <h1 className="text-heading font-semibold">{t('firstStart.title')}</h1>
          <p className="text-soft">{t('firstStart.intro')}</p>
        </div>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(260px,1fr))] gap-4">
          <Choice
            icon={<QrCode size={28} strokeWidth={1.5} aria-hidden />}
            name={t('firstStart.addAccount')}
            hint={t('firstStart.addAccountHint')}
            look="primary"
            onChoose={props.onAddAccount}
          />
          <Choice
            icon={<FlaskConical size={28} strokeWidth={1.5} aria-hidden />}
            name={t('firstStart.practice')}
            hint={available ? t('firstStart.practiceHint') : t('firstStart.practiceOverride')}
            look="plain"
            disabled={!available || start.busy}
            onChoose={() => void start.run(() => client.request('practice.start'))}
          />
        </div>
        {found.length > 0 ? (
          <p className="flex flex-wrap items-center justify-center gap-x-2 text-preview text-soft">
            {t('importing.found')}
            <Button look="link" size="small" onClick={props.onImport}>
              {t('importing.open')}
            </Button>
          </p>
        ) : null}
        <p className="text-center">
          <Button look="link" size="small" onClick={() => setRestoring(true)}>
            {t('backup.restore.fromBackup')}
          </Button>
        </p>
        {start.error ? <ErrorLine code={start.error} className="justify-center" /> : null}
      </div>
      {isRestoring ? <RestoreBackup onClose={() => setRestoring(false)} /> : null}
    </main>
  )
}

function Choice(props: {
  icon: ReactNode
  name: string
  hint: string
  look: 'primary' | 'plain'
  disabled?: boolean
  onChoose: () => void
}) {
  const hint = useId()
  return (
    <section className="flex flex-col items-center gap-4 rounded-card border bg-raised p-8 text-center">
      <span className="text-accent">{props.icon}</span>
      <p id={hint} className="flex-1 text-preview text-soft">
        {props.hint}
      </p>
      <button
        type="button"
        aria-describedby={hint}
        disabled={props.disabled}
        onClick={props.onChoose}
        className={classNames(buttonClass(props.look, 'large'), 'w-full')}
      >
        {props.name}
      </button>
    </section>
  )
}
