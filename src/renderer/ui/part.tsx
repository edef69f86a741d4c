import { type ComponentType, type ReactNode, useCallback, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from '../i18n/use-translation.tsx'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { AfterAMoment, EmptyState } from './feedback.tsx'

/** A part of the window whose script is loaded when it is first shown, or before that by `load`. */
export interface Part<P> {
  (props: P): ReactNode
  /** Has its script loaded unless it is here. Never rejects: who looks at the part is told, and may try again. */
  load(): Promise<void>
}

type Standing<P> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly Content: ComponentType<P> }
  | { readonly kind: 'failed' }

/** What stands in the place of a part that is not here. */
interface InItsPlace<P> {
  readonly props: P
  readonly hasFailed: boolean
  readonly onAgain: () => void
}

class Script<P> {
  readonly #fetch: () => Promise<ComponentType<P>>
  readonly #listeners = new Set<() => void>()
  #standing: Standing<P> = { kind: 'waiting' }
  #loading: Promise<void> | null = null

  constructor(fetch: () => Promise<ComponentType<P>>) {
    this.#fetch = fetch
  }

  readonly standing = (): Standing<P> => this.#standing

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly load = (): Promise<void> => {
    if (this.#standing.kind === 'failed') this.#become({ kind: 'waiting' })
    this.#loading ??= this.#fetch().then(
      (Content) => this.#become({ kind: 'here', Content }),
      () => {
        this.#loading = null
        this.#become({ kind: 'failed' })
      },
    )
    return this.#loading
  }

  #become(standing: Standing<P>): void {
    this.#standing = standing
    for (const tell of this.#listeners) tell()
  }
}

/** What is here already is drawn at once, without a moment of nothing, as React's own lazy components have it. */
function part<P extends object>(
  fetch: () => Promise<ComponentType<P>>,
  Instead: ComponentType<InItsPlace<P>>,
): Part<P> {
  const script = new Script(fetch)
  function Shown(props: P): ReactNode {
    const standing = useSyncExternalStore(script.subscribe, script.standing)
    useEffect(() => void script.load(), [])
    const onAgain = useCallback(() => void script.load(), [])
    if (standing.kind === 'here') return <standing.Content {...props} />
    return <Instead props={props} hasFailed={standing.kind === 'failed'} onAgain={onAgain} />
  }
  return Object.assign(Shown, { load: script.load })
}

/** A part that fills its place. */
export function screenPart<P extends object>(fetch: () => Promise<ComponentType<P>>): Part<P> {
  return part(fetch, PlaceWaits)
}

function PlaceWaits({ hasFailed, onAgain }: InItsPlace<object>) {
  const { t } = useTranslation()
  if (!hasFailed)
    return (
      <AfterAMoment>
        <EmptyState>{t('screen.loading')}</EmptyState>
      </AfterAMoment>
    )
  return (
    <div role="alert" className="h-full min-w-0 flex-1">
      <EmptyState
        action={
          <Button look="primary" onClick={onAgain}>
            {t('action.tryAgain')}
          </Button>
        }
      >
        {t('screen.partFailed')}
      </EmptyState>
    </div>
  )
}

/** A strip of the window: nothing stands in its place until it is there. */
export function stripPart<P extends object>(fetch: () => Promise<ComponentType<P>>): Part<P> {
  return part(fetch, StripWaits)
}

function StripWaits({ hasFailed, onAgain }: InItsPlace<object>) {
  const { t } = useTranslation()
  if (!hasFailed) return null
  return (
    <Banner
      tone="danger"
      role="alert"
      action={
        <Button size="small" onClick={onAgain}>
          {t('action.tryAgain')}
        </Button>
      }
    >
      {t('screen.partFailed')}
    </Banner>
  )
}

/** A dialog; `isDone` tells one that was gone through from one that was left. */
interface Closable {
  onClose: (isDone: boolean) => void
}

/** A dialog: what stands in its place can be closed as well. */
export function dialogPart<P extends Closable>(fetch: () => Promise<ComponentType<P>>): Part<P> {
  return part(fetch, DialogWaits)
}

function DialogWaits({ props, hasFailed, onAgain }: InItsPlace<Closable>) {
  const { t } = useTranslation()
  const onClose = () => props.onClose(false)
  if (!hasFailed)
    return (
      <AfterAMoment>
        <Dialog open title={t('screen.loading')} onClose={onClose}>
          {null}
        </Dialog>
      </AfterAMoment>
    )
  return (
    <Dialog
      open
      title={t('screen.notLoaded')}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onAgain}>
          {t('action.tryAgain')}
        </Button>
      }
    >
      <p role="alert">{t('screen.partFailed')}</p>
    </Dialog>
  )
}
