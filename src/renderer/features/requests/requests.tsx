import { useEffect, useRef } from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ProposalId } from '#shared/model/program.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { requestsOf } from '../../parts/programs/requests-of.ts'
import { useReplica, useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { isModalOpen } from '../../ui/modal.ts'
import { RequestCard } from './request-card.tsx'
import { useMeantClicks } from './use-meant-clicks.ts'

/**
 * What programs wait to have sent, above every screen (P18, P22), the newest last. Cards come and go without taking the
 * keys from anything else; where a card with the keys goes, they go on to the next one, which does nothing by them.
 */
export function Requests({ onOpen }: { onOpen: (conversation: ConversationSummary) => void }) {
  const { t } = useTranslation()
  const { ui } = useServices()
  const requests = requestsOf(useReplica((replica) => replica.proposals).values())
  const asked = useUi(({ request }) => request)
  const region = useRef<HTMLElement>(null)
  /** The card with the keys, and its place. */
  const held = useRef<{ id: ProposalId; place: number } | null>(null)
  const clicks = useMeantClicks(requests.map(({ id }) => id).join(' '))

  useEffect(() => {
    if (asked === null) return
    const card = cardsIn(region.current).find((one) => asked === 'first' || one.dataset['request'] === asked)
    if (card === undefined) return
    ui.setState({ request: null })
    if (!isModalOpen()) focus(card)
  })

  useEffect(() => {
    const { current } = held
    if (current === null || requests.some(({ id }) => id === current.id)) return
    held.current = null
    const cards = cardsIn(region.current)
    const next = cards[current.place] ?? cards.at(-1)
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (isNowhere && next !== undefined && !isModalOpen()) focus(next)
  })

  return (
    <section
      ref={region}
      aria-label={t('requests.region')}
      className="max-h-[min(32vh,20rem)] shrink-0 overflow-y-auto border-b bg-panel low:max-h-11"
      onFocus={({ target }) => {
        const card = target.closest<HTMLElement>('[data-request]')
        const place = card === null ? -1 : cardsIn(region.current).indexOf(card)
        const request = requests[place]
        held.current = request === undefined ? null : { id: request.id, place }
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !region.current?.contains(relatedTarget)) held.current = null
      }}
      {...clicks}
    >
      {requests.map((request) => (
        <RequestCard key={request.id} request={request} onOpen={onOpen} />
      ))}
    </section>
  )
}

function cardsIn(region: HTMLElement | null): HTMLElement[] {
  return [...(region?.querySelectorAll<HTMLElement>('[data-request]') ?? [])]
}

function focus(card: HTMLElement): void {
  card.focus({ preventScroll: true })
  card.scrollIntoView?.({ block: 'nearest' })
}
