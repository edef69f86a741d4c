import { useCallback, useEffect, useRef, useState } from 'react'
import { useUi } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { SETTINGS_SECTIONS, type SettingsSection } from '../../store/ui.ts'

/** How far below the upper edge a heading still counts as being there, in pixels. */
const EDGE = 80

/** The section that is looked at, and the way to another: the list beside it marks the one and offers the other. */
export function useSectionInView() {
  const { ui } = useServices()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<SettingsSection>('general')
  /** What was chosen stays marked while it can be seen: the last ones never come up to the edge. */
  const chosen = useRef<SettingsSection | null>(null)
  const asked = useUi(({ settingsSection }) => settingsSection)

  const goTo = useCallback((id: SettingsSection) => {
    chosen.current = id
    setCurrent(id)
    // a search that has just been cleared brings its section back with the next frame
    requestAnimationFrame(() => {
      const section = scroller.current?.querySelector<HTMLElement>(`[data-section="${id}"]`)
      section?.scrollIntoView?.({ block: 'start' })
      section?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true })
    })
  }, [])

  useEffect(() => {
    if (asked === null) return
    goTo(asked)
    ui.setState({ settingsSection: null })
  }, [asked, goTo, ui])

  useEffect(() => {
    const view = scroller.current
    if (!view) return
    function look(): void {
      if (!view) return
      const { top, bottom } = view.getBoundingClientRect()
      const placed = [...view.querySelectorAll<HTMLElement>('[data-section]')].map((section) => ({
        id: SETTINGS_SECTIONS.find((one) => one === section.dataset['section']) ?? 'general',
        at: section.getBoundingClientRect().top,
      }))
      const kept = placed.find(({ id }) => id === chosen.current)
      if (kept !== undefined && kept.at >= top - EDGE && kept.at < bottom) return
      chosen.current = null
      const isAtEnd = view.scrollTop > 0 && view.scrollTop + view.clientHeight >= view.scrollHeight - 1
      const reached = isAtEnd ? placed.at(-1) : (placed.findLast(({ at }) => at <= top + EDGE) ?? placed[0])
      if (reached) setCurrent(reached.id)
    }
    view.addEventListener('scroll', look, { passive: true })
    return () => view.removeEventListener('scroll', look)
  }, [])

  return { scroller, current, goTo }
}
