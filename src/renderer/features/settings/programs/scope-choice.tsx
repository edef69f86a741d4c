import { useId } from 'react'
import type { ProgramScope } from '#shared/model/program.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { SCOPES } from './scopes.ts'

/** How far a program is let in, with what that means. */
export function ScopeChoice(props: { value: ProgramScope; onChange: (scope: ProgramScope) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <fieldset>
      <legend className="mb-2 text-preview font-medium">{t('programs.allowing.scope')}</legend>
      <div className="flex flex-col gap-2">
        {SCOPES.map((scope) => (
          <div key={scope} className="relative flex items-start gap-3">
            <input
              type="radio"
              name={`${id}-scope`}
              id={`${id}-${scope}`}
              aria-describedby={`${id}-${scope}-hint`}
              checked={props.value === scope}
              onChange={() => props.onChange(scope)}
              className="relative z-10 mt-[3px] size-4 shrink-0 accent-accent"
            />
            <div className="flex min-w-0 flex-col">
              <label htmlFor={`${id}-${scope}`} className="w-fit font-medium before:absolute before:inset-0">
                {t(`programs.scope.${scope}`)}
              </label>
              <span id={`${id}-${scope}-hint`} className="text-preview text-soft">
                {t(`programs.scopeHint.${scope}`)}
              </span>
            </div>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
