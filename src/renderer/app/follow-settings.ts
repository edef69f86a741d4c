import type { i18n } from 'i18next'
import type { StoreApi } from 'zustand'
import { languageOf } from '#shared/model/app-info.ts'
import type { Language } from '#shared/model/settings.ts'
import { speak } from '../i18n/index.ts'
import type { ReplicaState } from '../store/replica-store.ts'

/**
 * Makes language and theme those of the settings, live. It listens to the replica itself, ahead of
 * every component, so that nothing is drawn in the wrong one first.
 */
export function followSettings(
  replica: Pick<StoreApi<ReplicaState>, 'getState' | 'subscribe'>,
  translations: i18n,
  root: HTMLElement,
): () => void {
  let spoken: Language | null = null
  function follow({ replica: current }: ReplicaState): void {
    if (!current) return
    const { settings, app } = current
    const language = languageOf(settings, app)
    // Set to what it is already, either still has the style of the whole page worked out anew.
    if (root.dataset['theme'] !== settings.theme) root.dataset['theme'] = settings.theme
    if (root.lang !== language) root.lang = language
    if (spoken === language) return
    spoken = language
    speak(translations, language, () => spoken === language)
  }
  follow(replica.getState())
  return replica.subscribe(follow)
}
