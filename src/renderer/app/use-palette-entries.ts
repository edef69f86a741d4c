import { useMemo } from 'react'
import type { Settings } from '#shared/model/settings.ts'
import type { PaletteEntry } from '../features/palette/entries.ts'
import { accountName } from '../formatting/names.ts'
import type { Translate } from '../i18n/index.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { WANTS_SCAN } from '../parts/attention/wants-scan.ts'
import { useContacts } from '../parts/recipient/use-contacts.ts'
import { accountOrder } from '../store/account-order.ts'
import { useReplica } from '../store/hooks.ts'
import { type Services, useServices } from '../store/services.tsx'
import { type Screen, SETTINGS_SECTIONS, showSettings } from '../store/ui.ts'
import { useAllTags } from '../store/use-tags.ts'
import { askToLock } from './lock-now.ts'
import { showConversation } from './show-conversation.ts'
import { useChoosing } from './use-choosing.ts'

const SCREENS: readonly Screen[] = ['inbox', 'side-by-side', 'broadcasts', 'accounts', 'settings']

/** Who and what the palette finds: those who wrote last first, accounts in their order. */
export function usePaletteEntries(): PaletteEntry[] {
  const { t, i18n } = useTranslation()
  const services = useServices()
  const choose = useChoosing()
  const contacts = useContacts()
  const accounts = useReplica((replica) => replica.accounts)
  const cards = useReplica((replica) => replica.contacts)
  const allTags = useAllTags()
  return useMemo(() => {
    const { ui } = services
    // Whoever knows the English word of an action finds it whatever the window speaks.
    const english = i18n.getFixedT('en')
    const people = contacts.map(
      ({ userId, name, names, marks, accounts: through, routes }): PaletteEntry => ({
        id: `person ${userId}`,
        group: 'people',
        label: name,
        detail: t('conversation.via', { account: through.join(t('list.comma')) }),
        words: [...names, ...marks],
        run: () => showConversation(ui, routes[0]),
      }),
    )
    const tagged = new Map<string, number>()
    for (const card of cards.values())
      for (const tag of card.tags) tagged.set(tag, (tagged.get(tag) ?? 0) + 1)
    const ordered = accountOrder(accounts.values())
    const inboxes = ordered.map((account): PaletteEntry => {
      const state = t(`account.state.${account.state}`)
      return {
        id: `account ${account.id}`,
        group: 'accounts',
        label: accountName(account, t),
        detail: `${t('palette.inbox')} · ${state}`,
        run: () => choose.inbox(account.id),
      }
    })
    const tags = allTags.map(
      (tag): PaletteEntry => ({
        id: `tag ${tag}`,
        group: 'tags',
        label: tag,
        detail: t('palette.tagged', { count: tagged.get(tag) ?? 0 }),
        run: () => choose.tagged(tag),
      }),
    )
    const screens = SCREENS.map(
      (screen): PaletteEntry => ({
        id: `screen ${screen}`,
        group: 'screens',
        label: t(`nav.${screen}`),
        words: [english(`nav.${screen}`)],
        run: () => choose.screen(screen),
      }),
    )
    const sections = SETTINGS_SECTIONS.map(
      (section): PaletteEntry => ({
        id: `settings ${section}`,
        group: 'screens',
        label: t('settings.of', { section: t(`settings.section.${section}`) }),
        words: [english('settings.of', { section: english(`settings.section.${section}`) })],
        run: () => showSettings(ui, section),
      }),
    )
    const scans = ordered
      .filter(({ state }) => WANTS_SCAN.includes(state))
      .map((account): PaletteEntry => {
        const name = accountName(account, t)
        return {
          id: `sign-in ${account.id}`,
          group: 'actions',
          label: t('palette.action.signIn', { account: name }),
          // what the account's inbox says beside its name; whoever types it wants it mended
          alias: t(`account.state.${account.state}`),
          words: [english('palette.action.signIn', { account: name })],
          run: () => ui.setState({ signIn: { kind: 'again', accountId: account.id } }),
        }
      })
    return [
      ...people,
      ...inboxes,
      ...tags,
      ...scans,
      ...actions(services, t, english),
      ...screens,
      ...sections,
    ]
  }, [t, i18n, services, choose, contacts, accounts, cards, allTags])
}

function actions(services: Services, t: Translate, english: Translate): PaletteEntry[] {
  const { ui, client } = services
  type Action = keyof typeof runs
  const theme = (one: Settings['theme']) => () => {
    // A refusal shows by itself: the appearance stays as it is.
    client.request('settings.update', { theme: one }).catch(() => undefined)
  }
  const runs = {
    'new-message': () => ui.setState({ newMessage: true }),
    'new-broadcast': () =>
      ui.setState({ screen: 'broadcasts', run: null, newBroadcast: { kind: 'open', draft: null } }),
    scheduled: () => ui.setState({ asking: { kind: 'scheduled' } }),
    'add-account': () => ui.setState({ signIn: { kind: 'new' } }),
    import: () => ui.setState({ importing: true }),
    lock: () => askToLock(services),
    shortcuts: () => ui.setState({ keysDialog: 'shortcuts' }),
    light: theme('light'),
    dark: theme('dark'),
    system: theme('system'),
  }
  const { app } = services.replica.state.getState().replica ?? {}
  const offered = (action: Action) => action !== 'lock' || app?.lock !== 'unavailable'
  return (Object.keys(runs) as Action[]).filter(offered).map((action) => ({
    id: `action ${action}`,
    group: 'actions',
    label: t(`palette.action.${action}`),
    words: [english(`palette.action.${action}`)],
    ...(action === 'new-message' || action === 'shortcuts' || action === 'lock' ? { shortcut: action } : {}),
    run: runs[action],
  }))
}
