import { type ReactNode, useMemo } from 'react'
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
import { createFinder } from './found-words.ts'
import { LetterKeys, Practice, RunningSettings } from './general-settings.tsx'
import { AutomaticLock, PassphraseSettings } from './lock-settings.tsx'
import { MediaFields } from './media-settings.tsx'
import { ProxySettings } from './network/proxy-settings.tsx'
import { ServerNote } from './network/server-note.tsx'
import { QuietSettings, ReminderSettings, ToldSettings } from './notification-settings.tsx'
import { ProgramCalls } from './programs/program-calls.tsx'
import { ProgramSettings } from './programs/programs.tsx'
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
  /** Keys of texts by which it is found, each with all that is below it. */
  texts: readonly string[]
  body: ReactNode
}

/** Settings of a section as they are shown and found. */
export interface FoundBlock extends Pick<BlockSpec, 'title' | 'body'> {
  /** By which it is told from the others of its section, whatever it is called. */
  place: number
  /** In every language. */
  words: readonly string[]
}

export interface SectionSpec {
  id: SettingsSection
  title: string
  /** What it is called in every language. */
  words: readonly string[]
  blocks: readonly FoundBlock[]
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
  const { t, i18n } = useTranslation()
  const wordsOf = useMemo(() => createFinder(i18n), [i18n])
  const settings = useReplica((replica) => replica.settings)
  const isPractising = useReplica((replica) => replica.app.practice === 'running')
  const media = useSettingsGroup(settings.media, (next) => update({ media: next }))
  const broadcast = useSettingsGroup(settings.broadcast, (next) => update({ broadcast: next }))
  const machine = useSettingsGroup(settings.machine, (next) => update({ machine: next }))
  const lock = useSettingsGroup(settings.lock, (next) => update({ lock: next }))
  const notify = useSettingsGroup(settings.notifications, (next) => update({ notifications: next }))
  const section = (id: SettingsSection, ...blocks: BlockSpec[]): SectionSpec => ({
    id,
    title: t(`settings.section.${id}`),
    words: wordsOf([`settings.section.${id}`]),
    blocks: blocks.map(({ texts, ...block }, place) => ({ ...block, place, words: wordsOf(texts) })),
  })
  return [
    section(
      'general',
      {
        title: t('settings.language.title'),
        texts: ['settings.language'],
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
        texts: ['settings.theme'],
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
        texts: ['settings.running'],
        body: <RunningSettings machine={machine} />,
      },
      { title: t('settings.raiseKeys.title'), texts: ['settings.raiseKeys'], body: <RaiseKeysSetting /> },
      {
        title: t('settings.letterKeys.title'),
        texts: ['settings.letterKeys'],
        body: <LetterKeys value={settings.letterKeys} onChoose={(letterKeys) => update({ letterKeys })} />,
      },
      { title: t('settings.practice.title'), texts: ['settings.practice'], body: <Practice /> },
    ),
    section(
      'notifications',
      {
        title: t('settings.notify.what'),
        texts: ['settings.notify.what', 'settings.notify.messages', 'settings.notify.content'],
        body: <ToldSettings choices={notify} />,
      },
      {
        title: t('settings.notify.reminders'),
        texts: ['settings.notify.reminders', 'settings.notify.first', 'settings.notify.last'],
        body: <ReminderSettings choices={notify} />,
      },
      {
        title: t('settings.notify.quiet'),
        texts: [
          'settings.notify.quiet',
          'settings.notify.quietOn',
          'settings.notify.from',
          'settings.notify.to',
        ],
        body: <QuietSettings choices={notify} />,
      },
      {
        title: t('settings.notify.accounts'),
        texts: ['settings.notify.accounts', 'settings.notify.findAccount'],
        body: <AccountRules choices={notify} />,
      },
    ),
    section('writing', {
      title: null,
      texts: ['settings.writing'],
      body: <WritingFields update={update} />,
    }),
    section('quick-replies', {
      title: null,
      texts: ['quickReply.settings', 'quickReply.exchange'],
      body: <QuickReplySettings />,
    }),
    section('broadcasts', {
      title: null,
      texts: ['broadcasts.settings'],
      body: <BroadcastSettingsFields choices={broadcast} />,
    }),
    section(
      'media',
      {
        title: t('storage.media.title'),
        texts: ['storage.media'],
        body: <MediaFields choices={media} />,
      },
      {
        title: t('storage.title'),
        texts: ['storage.title', 'storage.table', 'storage.keepDays', 'storage.keepBytes', 'storage.cleanUp'],
        body: <StorageFields choices={media} />,
      },
    ),
    section(
      'network',
      {
        title: t('network.proxy'),
        texts: [
          'network.proxy',
          'network.mode',
          'network.modeHint',
          'network.address',
          'network.addressHint',
          'network.password',
          'network.test.action',
        ],
        body: <ProxySettings />,
      },
      { title: t('network.server.title'), texts: ['network.server'], body: <ServerNote /> },
    ),
    section(
      'programs',
      {
        title: null,
        texts: [
          'programs.on',
          'programs.address',
          'programs.allow',
          'programs.allowing',
          'programs.scope',
          'programs.token.label',
          'programs.folders.list',
          'programs.revoke',
        ],
        body: <ProgramSettings keep={(programs) => update({ machine: { ...machine.chosen, programs } })} />,
      },
      ...(isPractising
        ? []
        : [
            {
              title: t('programs.calls.title'),
              texts: ['programs.calls.title', 'programs.calls.table'],
              body: <ProgramCalls />,
            },
          ]),
    ),
    section(
      'lock',
      {
        title: t('lock.settings.passphrase'),
        texts: ['lock.settings.passphrase', 'lock.now', 'lock.set', 'lock.change', 'lock.remove'],
        body: <PassphraseSettings />,
      },
      ...(isPractising
        ? []
        : [
            {
              title: t('lock.settings.automatically'),
              texts: [
                'lock.settings.automatically',
                'lock.settings.idle',
                'lock.settings.onSleep',
                'lock.settings.onScreenLock',
              ],
              body: <AutomaticLock choices={lock} />,
            },
          ]),
    ),
    section(
      'backup',
      {
        title: t('backup.automatic.title'),
        texts: ['backup.automatic'],
        body: backup.automatic,
      },
      {
        title: t('backup.byHand'),
        texts: ['backup.byHand', 'backup.create', 'backup.restore'],
        body: backup.byHand,
      },
    ),
    section('diagnostics', {
      title: null,
      texts: [
        'diagnostics.saveEvidence',
        'diagnostics.openLogFolder',
        'diagnostics.quarantine',
        'diagnostics.timeline',
      ],
      body: <Diagnostics />,
    }),
    section(
      'about',
      { title: null, texts: ['settings.about'], body: <About /> },
      ...(isPractising
        ? []
        : [{ title: t('settings.protection.title'), texts: ['settings.protection'], body: <Protection /> }]),
    ),
  ]
}
