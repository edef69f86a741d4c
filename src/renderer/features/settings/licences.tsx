import { useEffect, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'

/** Under which terms the software of others is part of the program, in their own words. */
export function Licences() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button className="mt-3" onClick={() => setOpen(true)}>
        {t('settings.about.licences')}
      </Button>
      {isOpen ? <LicencesDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function LicencesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const { error, run } = useAction()
  const [text, setText] = useState('')
  useEffect(() => {
    void run(async () => setText(await client.request('app.licences')))
  }, [client, run])
  const title = t('settings.about.licencesTitle')
  return (
    <Dialog
      open
      width="wide"
      title={title}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
    >
      {error ? <ErrorLine code={error} /> : null}
      <pre lang="en" className="font-sans text-meta whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text}
      </pre>
    </Dialog>
  )
}
