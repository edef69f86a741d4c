import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../../store/hooks.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { AfterAMoment } from '../../../ui/feedback.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { CopyButton } from './copy-button.tsx'

/** Whether programs can connect, where, and why not. */
export function ProgramDoor(props: {
  isOn: boolean
  port: number | null
  onChange: (isOn: boolean) => void
  onOtherPort: () => void
}) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label={t('programs.on')}
        hint={t('programs.onHint')}
        checked={props.isOn}
        onChange={props.onChange}
      />
      {props.isOn ? <Standing port={props.port} onOtherPort={props.onOtherPort} /> : null}
    </div>
  )
}

function Standing({ port, onOtherPort }: { port: number | null; onOtherPort: () => void }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { url, trouble, restsUntil } = useReplica((replica) => replica.programDoor)
  return (
    <>
      {url === null ? null : (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-soft">{t('programs.address')}</span>
          <code className="font-mono text-preview wrap-anywhere select-all">{url}</code>
          <CopyButton text={url} words={t('programs.copyAddress')} />
        </p>
      )}
      {trouble === null ? null : (
        <div role="alert" className="flex flex-col items-start gap-2 text-preview text-danger">
          {/* a number without separators: it is a name */}
          {t(`programs.trouble.${trouble}`, { port: String(port ?? '') })}
          {trouble === 'port-taken' ? (
            <Button size="small" onClick={onOtherPort}>
              {t('programs.otherPort')}
            </Button>
          ) : null}
        </div>
      )}
      {url === null && trouble === null ? (
        <AfterAMoment>
          <p role="status" className="text-preview text-soft">
            {t('programs.opening')}
          </p>
        </AfterAMoment>
      ) : null}
      {restsUntil === null ? null : (
        <Banner tone="warn" role="alert">
          {t('programs.rests', { time: formats.time(restsUntil) })}
        </Banner>
      )}
    </>
  )
}
