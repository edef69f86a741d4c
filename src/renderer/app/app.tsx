import { CSPProvider } from '@base-ui/react/csp-provider'
import { Tooltip } from '@base-ui/react/tooltip'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useAction } from '../store/hooks.ts'
import { type Services, ServicesProvider, useServices } from '../store/services.tsx'
import { Button } from '../ui/button.tsx'
import { AfterAMoment, EmptyState } from '../ui/feedback.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { fetchLater } from './fetch-later.ts'
import { Locked, useLockView } from './locked.tsx'
import { LATER } from './parts.ts'
import { Shell } from './shell.tsx'
import { StartingScreen, useStarting } from './starting.tsx'
import { useTheOthers } from './use-the-others.ts'

/** The page: everything below reaches the world only through `services`. */
export function App({ services }: { services: Services }) {
  return (
    <ErrorBoundary>
      <CSPProvider disableStyleElements>
        <Tooltip.Provider delay={300}>
          <ServicesProvider value={services}>
            <Gate />
          </ServicesProvider>
        </Tooltip.Provider>
      </CSPProvider>
    </ErrorBoundary>
  )
}

/** Waits for the first snapshot. */
function Gate() {
  const { t, gap } = useTranslation()
  const { replica } = useServices()
  const ready = useStore(replica.state, (state) => state.replica !== null)
  const error = useStore(replica.state, (state) => state.error)
  const again = useAction()
  const lockView = useLockView(!ready && error === 'locked')
  const starting = useStarting(!ready && error === 'not-possible-now')
  const isPainted = usePainted(ready || lockView !== null)
  useEffect(() => (ready && isPainted ? fetchLater(LATER) : undefined), [ready, isPainted])
  useTheOthers(ready, isPainted)
  if (ready) return <Shell />
  if (lockView !== null) return <Locked view={lockView} />
  if (starting !== null) return <StartingScreen starting={starting} />
  if (error !== null && error !== 'locked') {
    return (
      <EmptyState
        action={
          <Button look="primary" disabled={again.busy} onClick={() => void again.run(() => replica.start())}>
            {t('action.tryAgain')}
          </Button>
        }
      >
        {t('screen.failed')}
        {gap}
        {t(`error.${error}`)}
      </EmptyState>
    )
  }
  return (
    <AfterAMoment>
      <EmptyState>{t('screen.loading')}</EmptyState>
    </AfterAMoment>
  )
}

/** Tells main once that the first usable screen is on the glass: one frame draws it, the next shows it. */
function usePainted(ready: boolean): boolean {
  const { client } = useServices()
  const told = useRef(false)
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    if (!ready || told.current) return
    told.current = true
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        client.request('app.painted').catch(() => undefined)
        setPainted(true)
      }),
    )
  }, [ready, client])
  return isPainted
}
