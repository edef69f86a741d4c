import { type ReactNode, useId } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useNow, useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { AfterAMoment, ErrorLine } from '../../../ui/feedback.tsx'
import { takeRoute } from '../recipients/choosing.ts'
import type { Draft } from '../use-draft.ts'
import type { People } from '../use-people.ts'
import { AccountCosts, Facts, Pace } from './costs.tsx'
import { IncludedTable } from './included-table.tsx'
import { SkippedTable } from './skipped-table.tsx'
import { Unnamed } from './unnamed.tsx'
import type { Planned } from './use-plan.ts'

/** What would happen: who gets it, who does not and why, and what it takes. */
export function PlanStep(props: { draft: Draft; people: People; planned: Planned }) {
  const { t } = useTranslation()
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  const tagged = useReplica((replica) => replica.contacts)
  const now = useNow('minute')
  const { draft, people } = props
  const { plan, isCurrent, error, again } = props.planned
  const field = { conversations, accounts, tagged, former: people.former, now }

  if (!plan) {
    return error ? (
      <Failure error={error} onAgain={again} />
    ) : (
      <AfterAMoment>
        <p role="status" className="text-soft">
          {t('broadcastDraft.plan.asking')}
        </p>
      </AfterAMoment>
    )
  }
  const { included, skipped } = plan
  return (
    <div aria-busy={!isCurrent} className="flex flex-col gap-4">
      {error ? <Failure error={error} onAgain={again} /> : null}
      <Unnamed
        plan={plan}
        fallbacks={draft.fallbacks}
        isSkipping={draft.choice.skipUnnamed}
        onSkip={(skipUnnamed) => draft.choose((choice) => ({ ...choice, skipUnnamed }))}
      />
      <div className="grid items-start gap-4 split:grid-cols-[6fr_7fr]">
        <Side
          title={t('broadcastDraft.plan.includedCount', { count: included.length })}
          nobody={included.length === 0 ? t('broadcastDraft.plan.nobodyIncluded') : null}
        >
          <IncludedTable included={included} />
        </Side>
        <Side
          title={t('broadcastDraft.plan.skippedCount', { count: skipped.length })}
          nobody={skipped.length === 0 ? t('broadcastDraft.plan.nobodySkipped') : null}
        >
          <SkippedTable
            skipped={skipped}
            reserve={plan.reserve}
            onTakeRoute={(userId, route) => draft.choose((choice) => takeRoute(choice, userId, route, field))}
          />
        </Side>
      </div>
      <div className="grid items-start gap-4 split:grid-cols-[6fr_7fr]">
        <div className="flex flex-col gap-3">
          <Facts plan={plan} />
          {plan.accounts.length > 0 ? <AccountCosts accounts={plan.accounts} /> : null}
        </div>
        <Pace
          paceMs={draft.paceMs}
          durationMs={included.length === 0 ? null : plan.durationMs}
          onChange={(paceMs) => draft.write({ paceMs })}
        />
      </div>
    </div>
  )
}

function Failure({ error, onAgain }: { error: AppErrorCode; onAgain: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col items-start gap-2">
      <ErrorLine code={error} />
      <Button size="small" onClick={onAgain}>
        {t('action.tryAgain')}
      </Button>
    </div>
  )
}

function Side(props: {
  title: string
  /** Says that there is nobody; null where there is somebody. */
  nobody: string | null
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <h3 id={id} className="font-medium">
        {props.title}
      </h3>
      {props.nobody === null ? props.children : <p className="text-preview text-soft">{props.nobody}</p>}
    </section>
  )
}
