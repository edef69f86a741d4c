import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { SHORTCUTS } from '../../parts/keys/shortcuts.ts'
import { useNameMatch } from '../../store/use-name-match.ts'
import { DIALOG_BACKDROP, DIALOG_POPUP } from '../../ui/dialog.tsx'
import { Keys } from '../../ui/keys.tsx'
import { useKeysInside } from '../../ui/keys-at-once.ts'
import { type FoundGroup, findEntries, type PaletteEntry } from './entries.ts'

/** Everything that can be gone to or done, found by typing. Enter takes what is marked; closing gives the focus back. */
export function Palette(props: {
  entries: readonly PaletteEntry[]
  /** Node's name for the system, which decides how keys are printed. */
  platform: string
  onClose: () => void
}) {
  const { entries, platform, onClose } = props
  const { t } = useTranslation()
  const matches = useNameMatch()
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { ref } = useKeysInside<HTMLDivElement>(() => field.current)
  const isTaken = useRef(false)
  const groups = useMemo(() => findEntries(entries, typed, matches), [entries, typed, matches])

  function take(entry: PaletteEntry): void {
    isTaken.current = true
    onClose()
    entry.run()
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={DIALOG_BACKDROP} />
        <Dialog.Popup
          aria-label={t('palette.title')}
          ref={ref}
          initialFocus={field}
          // What was taken decides where the keys go on: never into the box of the conversation before (P17).
          finalFocus={() => !isTaken.current}
          className={`${DIALOG_POPUP} top-[12vh]! max-h-[72vh]! w-[600px] translate-y-0!`}
        >
          <Autocomplete.Root
            inline
            open
            mode="none"
            autoHighlight="always"
            keepHighlight
            items={groups}
            value={typed}
            onValueChange={(value, { reason }) => {
              // Taking an entry closes the palette; its words are nothing that was typed.
              if (reason !== 'item-press') setTyped(value)
            }}
            itemToStringValue={(entry: PaletteEntry) => entry.label}
          >
            <div className="flex shrink-0 items-center gap-3 border-b px-4">
              <Search size={16} aria-hidden className="shrink-0 text-soft" />
              <Autocomplete.Input
                ref={field}
                aria-label={t('palette.command')}
                placeholder={t('palette.placeholder')}
                className="h-12 min-w-0 flex-1 bg-transparent outline-none placeholder:text-soft"
              />
            </div>
            <Autocomplete.Empty className="px-4 py-6 text-center text-soft empty:hidden">
              {t('palette.nothing', { typed })}
            </Autocomplete.Empty>
            <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto p-2 empty:hidden">
              {({ group, items }: FoundGroup) => (
                <Autocomplete.Group key={group} items={items} className="pb-1">
                  <Autocomplete.GroupLabel className="px-2 pt-1 pb-0.5 text-meta text-soft">
                    {t(`palette.group.${group}`)}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(entry: PaletteEntry) => (
                      <Entry key={entry.id} entry={entry} platform={platform} onTake={() => take(entry)} />
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Entry(props: { entry: PaletteEntry; platform: string; onTake: () => void }) {
  const { entry, platform, onTake } = props
  return (
    <Autocomplete.Item
      value={entry}
      onClick={onTake}
      className="flex min-h-9 items-center gap-3 rounded-control px-2 py-1 outline-none data-highlighted:bg-sunken"
    >
      <span className="min-w-0 shrink-0 max-w-[60%] truncate">{entry.label}</span>
      <span className="min-w-0 flex-1 truncate text-preview text-soft">{entry.detail}</span>
      {entry.shortcut ? <Keys keys={SHORTCUTS[entry.shortcut].keys.slice(0, 1)} platform={platform} /> : null}
    </Autocomplete.Item>
  )
}
