import { Component, type ReactNode } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/feedback.tsx'

/** Catches what a screen throws: a sentence and a way on instead of an empty window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <Crashed />
  }
}

function Crashed() {
  const { t } = useTranslation()
  return (
    <EmptyState
      action={
        <Button look="primary" onClick={() => window.location.reload()}>
          {t('action.reload')}
        </Button>
      }
    >
      {t('screen.crashed')}
    </EmptyState>
  )
}
