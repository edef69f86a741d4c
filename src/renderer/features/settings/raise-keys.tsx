import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { combinationOf, type KeyCombination } from '#shared/model/key-combination.ts'
import { keyWords } from '../../formatting/key-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useKeptAction } from '../../store/use-kept-action.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/feedback.tsx'
import { Keys } from '../../ui/keys.tsx'

const EXAMPLE = 'Mod+Alt+L'

/** Which keys bring the window to the front from anywhere: pressed once, and they hold. */
export function RaiseKeysSetting() {
  const { t } = useTranslation()
  const { client } = useServices()
  const keys = useReplica((replica) => replica.settings.machine.raiseKeys)
  const isTaken = useReplica((replica) => replica.app.raiseKeysTaken)
  const platform = useReplica((replica) => replica.app.platform)
  const [isAsking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const name = useId()
  const hint = useId()
  const save = useKeptAction('setting')

  async function choose(chosen: KeyCombination | null): Promise<void> {
    setAsking(false)
    await save.run(() => client.request('app.setRaiseKeys', { keys: chosen }))
    button.current?.focus()
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Tab') return
    // whatever is pressed here is meant for here: it may be a shortcut of the window's own
    event.preventDefault()
    event.stopPropagation()
    const { code, ctrlKey, metaKey, altKey, shiftKey } = event
    const pressed = combinationOf({ code, ctrlKey, metaKey, altKey, shiftKey })
    if (event.key === 'Escape') {
      setAsking(false)
      button.current?.focus()
    } else if (pressed !== null) void choose(pressed)
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-3">
        <span id={name} className="text-soft">
          {keys === null ? t('settings.raiseKeys.none') : <Keys keys={[keys]} platform={platform} />}
        </span>
        <Button
          ref={button}
          size="small"
          aria-describedby={`${name} ${hint}`}
          aria-pressed={isAsking}
          onClick={() => setAsking(true)}
          onBlur={() => setAsking(false)}
          onKeyDown={isAsking ? onKey : undefined}
        >
          {t(keys === null ? 'settings.raiseKeys.choose' : 'settings.raiseKeys.change')}
        </Button>
        {keys === null ? null : (
          <Button look="link" size="small" onClick={() => void choose(null)}>
            {t('settings.raiseKeys.remove')}
          </Button>
        )}
      </div>
      <p id={hint} role="status" className="text-preview text-soft">
        {isAsking
          ? t('settings.raiseKeys.press', { example: keyWords(EXAMPLE, platform).join(' ') })
          : t('settings.raiseKeys.hint')}
      </p>
      {isTaken ? <p className="text-preview text-danger">{t('settings.raiseKeys.taken')}</p> : null}
      {save.error ? <ErrorLine code={save.error} /> : null}
    </div>
  )
}
