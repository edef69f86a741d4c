import type { ReactNode } from 'react'
import { membersOf } from '#shared/members.ts'
import type { Settings, SettingsPatch } from '#shared/model/settings.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import type { SettingsSection } from '../../store/ui.ts'
import { About, Protection } from './about.tsx'
import { AccountRules } from './account-rules.tsx'
import { BroadcastSettingsFields } from './broadcast-settings.tsx'
import { Choice } from './choice.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { LetterKeys, Practice, RunningSettings } from './general-settings.tsx'
import { AutomaticLock, PassphraseSettings } from './lock-settings.tsx'
import { MediaFields } from './media-settings.tsx'
import { QuietSettings, ReminderSettings, ToldSettings } from './notification-settings.tsx'
import { QuickReplySettings } from './quick-replies/quick-replies.tsx'
import { RaiseKeysSetting } from './raise-keys.tsx'
import { StorageFields } from './storage-settings.tsx'
import { useSettingsGroup } from './use-settings-group.ts'
import { WritingFields } from './writing-settings.tsx'

const LANGUAGES = membersOf<Settings['language']>({ system: true, en: true, 'zh-CN': true })
const THEMES = membersOf<Settings['theme']>({ system: true, light: true, dark: true })

/** Settings that belong together and are found together. */
export interface BlockSpec {
  /** Null where the section says it all. */
  title: string | null
  /** Further words by which it is found. */
  words: readonly string[]
  body: ReactNode
}

export interface SectionSpec {
  id: SettingsSection
  title: string
  /** With their places in the section, by which they are told apart whatever they are called. */
  blocks: readonly (BlockSpec & { place: number })[]
}

/** What another feature has to say about backups. */
export interface BackupBodies {
  byHand: ReactNode
  automatic: ReactNode
}

/**
 * All sections with what is in them.
 * @param backup what can be done about backups
 * @param update keeps a choice, and answers whether it could be
 */
export function useSections(
  backup: BackupBodies,
  update: (patch: SettingsPatch) => Promise<boolean>,
): readonly SectionSpec[] {
  const { t } = useTranslation()
  const settings = useReplica((replica) => replica.settings)
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  const media = useSettingsGroup(settings.media, (next) => update({ media: next }))
  const broadcast = useSettingsGroup(settings.broadcast, (next) => update({ broadcast: next }))
  const machine = useSettingsGroup(settings.machine, (next) => update({ machine: next }))
  const lock = useSettingsGroup(settings.lock, (next) => update({ lock: next }))
  const notify = useSettingsGroup(settings.notifications, (next) => update({ notifications: next }))
  const section = (id: SettingsSection, ...blocks: BlockSpec[]): SectionSpec => ({
    id,
    blocks: blocks.map((block, place) => ({ ...block, place })),
    title: t(`settings.section.${id}`),
  })
  return [
    section(
      'general',
      {
        title: t('settings.language.title'),
        words: LANGUAGES.map((value) => t(`settings.language.${value}`)),
        body: (
          <Choice
            title={t('settings.language.title')}
            name="language"
            hint={t('settings.languageHint')}
            options={LANGUAGES.map((value) => ({ value, words: t(`settings.language.${value}`) }))}
            value={settings.language}
            onChoose={(language) => update({ language })}
          />
        ),
      },
      {
        title: t('settings.theme.title'),
        words: THEMES.map((value) => t(`settings.theme.${value}`)),
        body: (
          <Choice
            title={t('settings.theme.title')}
            name="theme"
            hint={t('settings.themeHint')}
            options={THEMES.map((value) => ({ value, words: t(`settings.theme.${value}`) }))}
            value={settings.theme}
            onChoose={(theme) => update({ theme })}
          />
        ),
      },
      {
        title: t('settings.running.title'),
        words: [t('settings.running.atLogin'), t('settings.running.closeToTray')],
        body: <RunningSettings machine={machine} />,
      },
      { title: t('settings.raiseKeys.title'), words: [], body: <RaiseKeysSetting /> },
      {
        title: t('settings.letterKeys.title'),
        words: [t('settings.letterKeys.label')],
        body: <LetterKeys value={settings.letterKeys} onChoose={(letterKeys) => update({ letterKeys })} />,
      },
      { title: t('settings.practice.title'), words: [], body: <Practice /> },
    ),
    section(
      'notifications',
      {
        title: t('settings.notify.what'),
        words: [t('settings.notify.messages'), t('settings.notify.content')],
        body: <ToldSettings choices={notify} />,
      },
      {
        title: t('settings.notify.reminders'),
        words: [t('settings.notify.first'), t('settings.notify.last')],
        body: <ReminderSettings choices={notify} />,
      },
      {
        title: t('settings.notify.quiet'),
        words: [t('settings.notify.quietOn')],
        body: <QuietSettings choices={notify} />,
      },
      { title: t('settings.notify.accounts'), words: [], body: <AccountRules choices={notify} /> },
    ),
    section('writing', {
      title: null,
      words: [
        t('settings.writing.sendKey'),
        t('settings.writing.typing'),
        t('settings.writing.undo'),
        t('settings.writing.keepsAwake'),
        t('settings.writing.removesPlace'),
      ],
      body: <WritingFields update={update} />,
    }),
    section('quick-replies', {
      title: null,
      words: [
        t('quickReply.settings.group'),
        t('quickReply.exchange.import'),
        t('quickReply.exchange.export'),
      ],
      body: <QuickReplySettings />,
    }),
    section('broadcasts', {
      title: null,
      words: [
        t('broadcasts.settings.pace'),
        t('broadcasts.settings.reserve'),
        t('broadcasts.settings.perMinute'),
      ],
      body: <BroadcastSettingsFields choices={broadcast} />,
    }),
    section(
      'media',
      {
        title: t('storage.media.title'),
        words: [t('storage.media.autoFetch'), t('storage.media.autoFetchMax'), t('storage.media.sendMax')],
        body: <MediaFields choices={media} />,
      },
      {
        title: t('storage.title'),
        words: [t('storage.keepDays'), t('storage.keepBytes'), t('storage.cleanUp')],
        body: <StorageFields choices={media} />,
      },
    ),
    section(
      'lock',
      {
        title: t('lock.settings.passphrase'),
        words: [t('lock.set.action'), t('lock.now')],
        body: <PassphraseSettings />,
      },
      ...(isPractising
        ? []
        : [
            {
              title: t('lock.settings.automatically'),
              words: [t('lock.settings.idle'), t('lock.settings.onSleep'), t('lock.settings.onScreenLock')],
              body: <AutomaticLock choices={lock} />,
            },
          ]),
    ),
    section(
      'backup',
      {
        title: t('backup.automatic.title'),
        words: [t('backup.automatic.every'), t('backup.automatic.keep'), t('backup.automatic.folder')],
        body: backup.automatic,
      },
      {
        title: t('backup.byHand'),
        words: [t('backup.create.title'), t('backup.restore.title')],
        body: backup.byHand,
      },
    ),
    section('diagnostics', {
      title: null,
      words: [t('diagnostics.saveEvidence'), t('diagnostics.openLogFolder'), t('diagnostics.timeline.title')],
      body: <Diagnostics />,
    }),
    section(
      'about',
      { title: null, words: [t('settings.about.version')], body: <About /> },
      ...(isPractising ? [] : [{ title: t('settings.protection.title'), words: [], body: <Protection /> }]),
    ),
  ]
}
