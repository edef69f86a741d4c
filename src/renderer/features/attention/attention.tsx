import {
  Bot,
  CircleAlert,
  CircleQuestionMark,
  Clock,
  ClockAlert,
  type LucideIcon,
  QrCode,
  TriangleAlert,
} from 'lucide-react'
import type { BroadcastSummary } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useNeedsPerson } from '../../parts/attention/use-needs-person.ts'
import { requestsOf } from '../../parts/programs/requests-of.ts'
import { useReplica } from '../../store/hooks.ts'
import { useFilterCount } from '../../store/use-counts.ts'
import { classNames } from '../../ui/class-names.ts'

/** What can call for a person. */
export type Fact =
  | 'needs-sign-in'
  | 'may-be-muted'
  | 'failed'
  | 'unconfirmed'
  | 'unsent'
  | 'not-started'
  | 'closing'
  | 'requests'

const LOOKS: Record<Fact, { icon: LucideIcon; tone: string }> = {
  'needs-sign-in': { icon: QrCode, tone: 'text-danger' },
  'may-be-muted': { icon: TriangleAlert, tone: 'text-warn' },
  failed: { icon: CircleAlert, tone: 'text-danger' },
  unconfirmed: { icon: CircleQuestionMark, tone: 'text-warn' },
  unsent: { icon: ClockAlert, tone: 'text-warn' },
  'not-started': { icon: ClockAlert, tone: 'text-warn' },
  closing: { icon: Clock, tone: 'text-warn' },
  requests: { icon: Bot, tone: 'text-warn' },
}

/** A line under the title with everything that needs somebody (P18); nothing while nothing does. */
export function Attention({ onShow }: { onShow: (fact: Fact) => void }) {
  const { t } = useTranslation()
  const { needsSignIn, maybeMuted } = useNeedsPerson()
  const { failed, unconfirmed, unsent } = useReplica(({ trouble }) => trouble)
  const closing = useFilterCount('closing')
  const notStarted = useReplica(({ broadcasts }) => [...broadcasts.values()].filter(isAsking).length)
  const requests = useReplica(({ proposals }) => requestsOf(proposals.values()).length)
  const facts: [Fact, number][] = [
    ['needs-sign-in', needsSignIn],
    ['may-be-muted', maybeMuted],
    ['failed', failed],
    ['unconfirmed', unconfirmed],
    ['unsent', unsent],
    ['not-started', notStarted],
    ['closing', closing],
    ['requests', requests],
  ]
  const shown = facts.filter(([, count]) => count > 0)
  if (shown.length === 0) return null
  return (
    <section
      aria-label={t('attention.title')}
      className="flex shrink-0 flex-wrap items-center gap-x-1 border-b bg-panel px-3 py-0.5"
    >
      {shown.map(([fact, count]) => {
        const { icon: Icon, tone } = LOOKS[fact]
        return (
          <button
            key={fact}
            type="button"
            onClick={() => onShow(fact)}
            className="inline-flex min-h-7 items-center gap-1.5 rounded-control px-2 text-preview font-medium text-ink hover:bg-sunken"
          >
            <Icon size={14} aria-hidden className={classNames('shrink-0', tone)} />
            {t(`attention.${fact}`, { count })}
          </button>
        )
      })}
    </section>
  )
}

/** It did not start at its time, and asks. */
function isAsking({ state, reason }: BroadcastSummary): boolean {
  return state === 'scheduled' && reason !== null
}
