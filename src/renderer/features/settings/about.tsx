import type { ReactNode } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { Licences } from './licences.tsx'

/** Systems by Node's names for them. */
const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macOS', linux: 'Linux', win32: 'Windows' }

/** Which program this is and what it runs on. */
export function About() {
  const { t } = useTranslation()
  const app = useReplica((replica) => replica.app)
  return (
    <>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
        <Fact name={t('settings.about.version')}>{`${t('app.name')} ${app.version}`}</Fact>
        <Fact name={t('settings.about.host')}>{t(`settings.about.hosts.${app.host}`)}</Fact>
        <Fact name={t('settings.about.platform')}>{SYSTEMS[app.platform] ?? app.platform}</Fact>
        <Fact name={t('settings.about.licence')}>{t('settings.about.mit')}</Fact>
      </dl>
      <Licences />
    </>
  )
}

/** How well the system guards what was signed in to. */
export function Protection() {
  const { t } = useTranslation()
  const protection = useReplica((replica) => replica.app.protection)
  return <p className="text-preview text-soft">{t(`settings.protection.${protection}`)}</p>
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}
