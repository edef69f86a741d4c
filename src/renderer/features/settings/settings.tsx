import { useState } from 'react'
import type { SettingsPatch } from '#shared/model/settings.ts'
import type { NameMatch } from '../../formatting/name-match.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useServices } from '../../store/services.tsx'
import type { SettingsSection } from '../../store/ui.ts'
import { useKeptAction } from '../../store/use-kept-action.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { isMeant } from './found-words.ts'
import { Block, Section } from './section.tsx'
import { type BackupBodies, type SectionSpec, useSections } from './sections.tsx'
import { useSectionInView } from './use-section-in-view.ts'

/**
 * What the operator can set, every choice holding at once: a list of sections beside all of them on one page, and a
 * field that leaves what has the words typed. `backup` is what can be done about backups.
 */
export function SettingsScreen({ backup }: { backup: BackupBodies }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const save = useKeptAction('setting')
  const all = useSections(backup, (patch: SettingsPatch) =>
    save.run(() => client.request('settings.update', patch)),
  )
  const shown = typed.trim() === '' ? all : found(all, typed, matches)
  const { scroller, current, goTo } = useSectionInView()

  function choose(id: SettingsSection): void {
    setTyped('')
    goTo(id)
  }

  return (
    <main className="flex min-h-0 min-w-0 flex-1">
      <div className="flex w-52 shrink-0 flex-col gap-3 px-beside-bar-3 overflow-y-auto border-r py-6 max-split:w-40">
        <h1 className="px-2 text-heading font-semibold">{t('settings.title')}</h1>
        <input
          type="search"
          aria-label={t('settings.find')}
          placeholder={t('settings.find')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '' || event.nativeEvent.isComposing) return
            event.preventDefault()
            setTyped('')
          }}
          className={INPUT_CLASS}
        />
        <nav aria-label={t('settings.sections')}>
          <ul className="flex flex-col gap-0.5">
            {all.map(({ id, title }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-current={current === id ? 'true' : undefined}
                  onClick={() => choose(id)}
                  className={classNames(
                    'min-h-8 w-full rounded-control px-2 text-left not-aria-[current=true]:hover:bg-sunken',
                    'aria-[current=true]:bg-accent-tint aria-[current=true]:font-medium',
                    shown.some((one) => one.id === id) ? 'text-ink' : 'text-soft',
                  )}
                >
                  {title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div ref={scroller} className="min-w-0 flex-1 px-beside-bar-6 overflow-y-auto py-6">
        <div className="flex max-w-[640px] flex-col gap-12">
          {save.error ? <ErrorLine code={save.error} /> : null}
          {shown.map(({ id, title, blocks }) => (
            <Section key={id} id={id} title={title}>
              {blocks.map((block) =>
                block.title === null ? (
                  <div key={block.place}>{block.body}</div>
                ) : (
                  <Block key={block.place} title={block.title}>
                    {block.body}
                  </Block>
                ),
              )}
            </Section>
          ))}
          {shown.length === 0 ? (
            <p role="status" className="text-soft">
              {t('settings.nothingFound')}
            </p>
          ) : null}
        </div>
      </div>
    </main>
  )
}

/** Blocks that have the words, with their sections; of a section that is named so all of them. */
function found(sections: readonly SectionSpec[], typed: string, matches: NameMatch): SectionSpec[] {
  return sections.flatMap((section) => {
    if (isMeant(section.words, typed, matches)) return [section]
    const blocks = section.blocks.filter(({ words }) => isMeant(words, typed, matches))
    return blocks.length === 0 ? [] : [{ ...section, blocks }]
  })
}
