import type { i18n } from 'i18next'
import { languageOf } from '#shared/model/app-info.ts'
import type { ReplicaState } from '../store/replica-store.ts'

/**
 * Makes language and theme those of the settings, live. It listens to the replica itself, ahead of
 * every component, so that nothing is drawn in the wrong one first.
 */
export function followSettings(
  replica: { subscribe(listener: (state: ReplicaState) => void): () => void },
  translations: i18n,
  root: HTMLElement,
): () => void {
  return replica.subscribe(({ replica: current }) => {
    if (!current) return
    const { settings, app } = current
    const language = languageOf(settings, app)
    // Set to what it is already, either still has the style of the whole page worked out anew.
    if (root.dataset['theme'] !== settings.theme) root.dataset['theme'] = settings.theme
    if (root.lang !== language) root.lang = language
    if (translations.language !== language) void translations.changeLanguage(language)
  })
}
