import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { membersOf } from '#shared/members.ts'
import type { Settings, SettingsPatch } from '#shared/model/settings.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useChosen } from '../../store/use-chosen.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { ChoiceChip } from '../../ui/field.tsx'
import { BroadcastSection } from './broadcast-settings.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { MediaSection } from './media-settings.tsx'
import { RaiseKeysSetting } from './raise-keys.tsx'
import { Section } from './section.tsx'
import { StorageSection } from './storage-settings.tsx'
import { useSettingsGroup } from './use-settings-group.ts'
import { WritingSection } from './writing-settings.tsx'

const LANGUAGES = membersOf<Settings['language']>({ system: true, en: true, 'zh-CN': true })
const THEMES = membersOf<Settings['theme']>({ system: true, light: true, dark: true })

/** What the operator can set; every choice holds at once. `backup` is what can be done about backups. */
export function SettingsScreen({ backup }: { backup: ReactNode }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const settings = useReplica((replica) => replica.settings)
  const app = useReplica((replica) => replica.app)
  const save = useAction()
  const update = (patch: SettingsPatch) => save.run(() => client.request('settings.update', patch))
  const media = useSettingsGroup(settings.media, (next) => update({ media: next }))
  const broadcast = useSettingsGroup(settings.broadcast, (next) => update({ broadcast: next }))
  return (
    <main className="min-h-0 flex-1 overflow-y-auto px-6 py-6">
      <div className="flex max-w-[640px] flex-col gap-8">
        <h1 className="text-heading font-semibold">{t('settings.title')}</h1>
        {save.error ? <ErrorLine code={save.error} /> : null}
        <Choice
          title={t('settings.language.title')}
          name="language"
          options={LANGUAGES.map((value) => ({ value, words: t(`settings.language.${value}`) }))}
          value={settings.language}
          onChoose={(language) => update({ language })}
        />
        <Choice
          title={t('settings.theme.title')}
          name="theme"
          options={THEMES.map((value) => ({ value, words: t(`settings.theme.${value}`) }))}
          value={settings.theme}
          onChoose={(theme) => update({ theme })}
        />
        <WritingSection update={update} />
        <RaiseKeysSetting />
        <BroadcastSection choices={broadcast} />
        <MediaSection choices={media} />
        <StorageSection choices={media} />
        <Section title={t('backup.title')}>{backup}</Section>
        <Practice />
        {app.practice === 'running' ? null : (
          <Section title={t('settings.protection.title')}>
            <p className="text-soft">{t(`settings.protection.${app.protection}`)}</p>
          </Section>
        )}
        <Diagnostics />
        <Section title={t('settings.about.title')}>
          <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
            <Fact name={t('settings.about.version')}>{`${t('app.name')} ${app.version}`}</Fact>
            <Fact name={t('settings.about.host')}>{t(`settings.about.hosts.${app.host}`)}</Fact>
            <Fact name={t('settings.about.platform')}>{app.platform}</Fact>
          </dl>
        </Section>
      </div>
    </main>
  )
}

function Practice() {
  const { t } = useTranslation()
  const { client } = useServices()
  const practice = useReplica((replica) => replica.app.practice)
  const change = useAction()
  const running = practice === 'running'
  const request = running ? 'practice.leave' : 'practice.start'
  return (
    <Section title={t('settings.practice.title')}>
      <p className="mb-3 text-soft">
        {t(practice === 'unavailable-override' ? 'settings.practice.override' : 'settings.practice.hint')}
      </p>
      <Button
        disabled={practice === 'unavailable-override' || change.busy}
        onClick={() => void change.run(() => client.request(request))}
      >
        {t(running ? 'settings.practice.leave' : 'settings.practice.start')}
      </Button>
      {change.error ? <ErrorLine code={change.error} className="mt-2" /> : null}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

function Choice<T extends string>(props: {
  title: string
  name: string
  options: { value: T; words: string }[]
  value: T
  /** Answers whether the choice was kept. */
  onChoose: (value: T) => Promise<boolean>
}) {
  const { chosen, choose } = useChosen(props.value, props.onChoose)
  return (
    <Section title={props.title}>
      <div
        role="radiogroup"
        aria-label={props.title}
        className="inline-flex flex-wrap gap-0.5 rounded-card border bg-panel p-1"
      >
        {props.options.map(({ value, words }) => (
          <ChoiceChip
            key={value}
            name={props.name}
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
          >
            {words}
          </ChoiceChip>
        ))}
      </div>
    </Section>
  )
}
