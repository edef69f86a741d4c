import { Component, type ReactNode } from 'react'
import { Translation } from 'react-i18next'
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
    return (
      <Translation>
        {(t) => (
          <EmptyState
            action={
              <Button look="primary" onClick={() => window.location.reload()}>
                {t('action.reload')}
              </Button>
            }
          >
            {t('screen.crashed')}
          </EmptyState>
        )}
      </Translation>
    )
  }
}
