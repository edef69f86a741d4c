import { Fragment } from 'react'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { classNames } from '../../ui/class-names.ts'

export const STEPS = ['content', 'recipients', 'plan'] as const
export type Step = (typeof STEPS)[number]

/** How far one has come. */
export function StepList({ step }: { step: Step }) {
  const { t } = useTranslation()
  const place = STEPS.indexOf(step)
  return (
    <ol aria-label={t('broadcastDraft.steps')} className="flex items-center gap-2 pb-4 text-preview">
      {STEPS.map((one, index) => (
        <Fragment key={one}>
          {index > 0 ? <li aria-hidden role="presentation" className="h-px w-6 bg-line-strong" /> : null}
          <li
            aria-current={one === step ? 'step' : undefined}
            className={classNames('flex items-center gap-1.5', one === step ? 'font-medium' : 'text-soft')}
          >
            <span
              aria-hidden
              className={classNames(
                'inline-flex size-5 items-center justify-center rounded-full text-meta',
                index <= place ? 'bg-accent text-on-accent' : 'bg-sunken',
              )}
            >
              {index + 1}
            </span>
            {t(`broadcastDraft.step.${one}`)}
          </li>
        </Fragment>
      ))}
    </ol>
  )
}
