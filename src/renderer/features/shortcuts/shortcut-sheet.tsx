import { useTranslation } from '../../i18n/use-translation.tsx'
import { keysOf, SHORTCUT_PLACES, shortcutsOf } from '../../parts/keys/shortcuts.ts'
import { useReplica } from '../../store/hooks.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Keys } from '../../ui/keys.tsx'

/** Every key that means something, by where it does. */
export function ShortcutSheet({ platform, onClose }: { platform: string; onClose: () => void }) {
  const { t } = useTranslation()
  const settings = useReplica((replica) => replica.settings)
  return (
    <Dialog open title={t('shortcuts.title')} onClose={onClose} width="wide">
      <div className="columns-[280px] gap-8">
        {SHORTCUT_PLACES.map((place) => (
          <section key={place} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-meta text-soft">{t(`shortcuts.place.${place}`)}</h3>
            <dl>
              {shortcutsOf(place).map((id) => (
                <div key={id} className="flex min-h-8 flex-wrap items-center justify-between gap-x-4">
                  <dt className="min-w-0">{t(`shortcuts.what.${id}`)}</dt>
                  <dd className="ml-auto">
                    <Keys keys={keysOf(id, settings)} platform={platform} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
