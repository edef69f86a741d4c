import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useReplica } from '../../../store/hooks.ts'

/** Which server is asked. Nobody changes it here: a token goes to the server that gave it. */
export function ServerNote() {
  const { t } = useTranslation()
  const other = useReplica((replica) =>
    replica.app.notices.find((notice) => notice.kind === 'server-override'),
  )
  return (
    <>
      <p className="[overflow-wrap:anywhere]">
        {other === undefined ? t('network.server.own') : t('network.server.other', { url: other.url })}
      </p>
      <p className="mt-1 text-preview text-soft">{t('network.server.hint')}</p>
    </>
  )
}
