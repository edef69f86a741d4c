// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { showSettings } from '../../store/ui.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { accountId, anAccount, appInfo, aSnapshot } from '../../test-support/samples.ts'
import { createTranslations } from '../../test-support/translations.ts'
import { SettingsScreen } from './settings.tsx'

afterEach(cleanup)

async function draw(
  over: Partial<Snapshot> = {},
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  const bridge = new FakeBridge(aSnapshot(over), [], {
    'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
    'diagnostics.quarantine': () => [],
    ...handlers,
  })
  const view = await renderWith(bridge, <SettingsScreen backup={{ byHand: <p>…</p>, automatic: null }} />)
  const updates = () => bridge.inputs('settings.update')
  return { bridge, updates, ...view }
}

const regions = () => screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)
const list = () => within(screen.getByRole('navigation', { name: 'Sections' }))
const field = () => screen.getByRole('searchbox', { name: 'Find a setting' })
const find = (words: string) => act(async () => void fireEvent.change(field(), { target: { value: words } }))
const block = (name: string) => within(screen.getByRole('region', { name }))
const { notifications } = DEFAULT_SETTINGS

describe('the list of sections', () => {
  it('names every section there is, in one order, and leads the keys to it', async () => {
    await draw()
    const named = list()
      .getAllByRole('button')
      .map(({ textContent }) => textContent)
    expect(named).toEqual(regions())
    expect(named.slice(0, 2)).toEqual(['General', 'Notifications'])
    fireEvent.click(list().getByRole('button', { name: 'Backup' }))
    await act(async () => void (await new Promise(requestAnimationFrame)))
    expect(document.activeElement?.textContent).toBe('Backup')
    expect(list().getByRole('button', { current: true }).textContent).toBe('Backup')
  })

  it('marks the last one where all is scrolled through, though it never comes up to the edge', async () => {
    const { container } = await draw()
    const sections = [...container.querySelectorAll<HTMLElement>('[data-section]')]
    const scroller = sections[0]?.parentElement?.parentElement
    if (!scroller) throw new Error('nothing scrolls')
    const given = { clientHeight: 600, scrollHeight: sections.length * 300 }
    for (const [name, value] of Object.entries(given)) Object.defineProperty(scroller, name, { value })
    for (const [place, section] of sections.entries()) {
      section.getBoundingClientRect = () => new DOMRect(0, place * 300 - scroller.scrollTop, 0, 300)
    }
    scroller.scrollTop = 300
    fireEvent.scroll(scroller)
    expect(list().getByRole('button', { current: true }).textContent).toBe('Notifications')
    scroller.scrollTop = given.scrollHeight - given.clientHeight
    fireEvent.scroll(scroller)
    expect(list().getByRole('button', { current: true }).textContent).toBe('About')
  })

  it('is led to by whatever in the window names a section', async () => {
    const { services } = await draw()
    await act(async () => showSettings(services.ui, 'notifications'))
    await act(async () => void (await new Promise(requestAnimationFrame)))
    expect(document.activeElement?.textContent).toBe('Notifications')
    expect(services.ui.getState().settingsSection).toBeNull()
  })
})

describe('finding a setting', () => {
  it('leaves what has the words, whole sections that are named so, and everything again', async () => {
    await draw()
    await find('quiet')
    expect(regions()).toEqual(['Notifications'])
    expect(screen.queryByRole('region', { name: 'Reminders before a conversation closes' })).toBeNull()
    await find('notif')
    expect(screen.getByRole('region', { name: 'Reminders before a conversation closes' })).toBeTruthy()
    await find('no such thing')
    expect(screen.getByRole('status').textContent).toBe('No setting has these words.')
    fireEvent.keyDown(field(), { key: 'Escape', isComposing: true })
    expect(field()).toHaveProperty('value', 'no such thing')
    fireEvent.keyDown(field(), { key: 'Escape' })
    expect(regions()).toHaveLength(12)
    await find('dark')
    fireEvent.click(list().getByRole('button', { name: 'About' }))
    expect(regions()).toHaveLength(12)
  })
})

describe('whatever can be set', () => {
  function nameOf(control: HTMLElement): string {
    const label = 'labels' in control && control.labels instanceof NodeList ? control.labels[0] : null
    return control.getAttribute('aria-label') ?? label?.textContent ?? ''
  }

  /** What can be set, as it is called, by its section. */
  function named(): [string, string][] {
    const controls = ['switch', 'combobox', 'radiogroup', 'spinbutton'] as const
    return [...document.querySelectorAll<HTMLElement>('[data-section]')].flatMap((section) =>
      controls
        .flatMap((role) => within(section).queryAllByRole(role))
        .map((control): [string, string] => [section.dataset['section'] ?? '', nameOf(control)]),
    )
  }

  it('has its default explained, for who sees it and who hears it', async () => {
    await draw()
    const controls = (['switch', 'combobox', 'radiogroup', 'spinbutton'] as const).flatMap((role) =>
      screen.getAllByRole(role).filter((control) => control.closest('[data-section=diagnostics]') === null),
    )
    expect(controls.length).toBeGreaterThan(20)
    for (const control of controls) {
      const ids = control.getAttribute('aria-describedby')?.split(' ') ?? []
      const words = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
      expect(words, nameOf(control)).toMatch(/default|until you choose/)
    }
  })

  it.each(['en', 'zh-CN'] as const)(
    'is found by its name, whichever language is set: %s',
    async (language) => {
      const translations = createTranslations(language)
      const { bridge } = await draw()
      cleanup()
      const backup = { byHand: null, automatic: null }
      const other = language === 'en' ? 'zh-CN' : 'en'
      await renderWith(bridge, <SettingsScreen backup={backup} />, translations)
      const here = named()
      await act(async () => void (await translations.changeLanguage(other)))
      const [elsewhere, box] = [named(), screen.getAllByRole('searchbox')[0]]
      expect(elsewhere).toHaveLength(here.length)
      expect(here.length).toBeGreaterThan(20)
      for (const [at, [section, name]] of here.entries()) {
        if (box) await act(async () => void fireEvent.change(box, { target: { value: name } }))
        expect(named(), name).toContainEqual(elsewhere[at])
        expect(document.querySelector(`[data-section=${section}]`), name).not.toBeNull()
      }
    },
  )
})

describe('notifications', () => {
  it('go to main as a whole', async () => {
    const { updates } = await draw()
    fireEvent.click(screen.getByRole('switch', { name: 'Show names and text' }))
    fireEvent.change(screen.getByRole('combobox', { name: 'Last reminder' }), { target: { value: 'never' } })
    await act(async () => {})
    expect(updates().at(-1)).toEqual({
      notifications: { ...notifications, content: 'hidden', reminders: { first: 120, last: null } },
    })
  })

  it('are quiet between two different times, and say so where they are the same', async () => {
    const { updates } = await draw()
    const quiet = block('Quiet hours')
    expect(quiet.getByLabelText('From')).toHaveProperty('disabled', true)
    fireEvent.click(quiet.getByRole('switch'))
    const until = quiet.getByLabelText('Until')
    fireEvent.change(until, { target: { value: '1320' } })
    expect(quiet.getByRole('alert').textContent).toBe('Choose two different times.')
    expect(updates()).toHaveLength(1)
    fireEvent.change(until, { target: { value: '450' } })
    expect(quiet.queryByRole('alert')).toBeNull()
    expect(updates().at(-1)).toEqual({
      notifications: { ...notifications, quietHours: { on: true, from: 1_320, to: 450 } },
    })
  })

  it('of new messages are chosen by account, which are found by their names', async () => {
    const accounts = Array.from({ length: 42 }, (_, n) =>
      anAccount(n + 1, { alias: n === 6 ? '老王' : `Shop ${n}` }),
    )
    const { updates } = await draw({ accounts })
    const rules = block('Accounts that notify me of new messages')
    expect(rules.getAllByRole('checkbox', { checked: true })).toHaveLength(42)
    fireEvent.change(rules.getByRole('textbox', { name: 'Find an account' }), { target: { value: '王' } })
    fireEvent.click(rules.getByRole('checkbox', { name: '老王' }))
    expect(updates().at(-1)).toEqual({ notifications: { ...notifications, silentAccounts: [accountId(7)] } })
    fireEvent.change(rules.getByRole('textbox', { name: 'Find an account' }), { target: { value: '' } })
    fireEvent.click(rules.getByRole('button', { name: 'All' }))
    expect(updates().at(-1)).toEqual({ notifications })
  })
})

describe('start and tray', () => {
  it('are this computer’s, and say where there is no tray', async () => {
    const { bridge, updates } = await draw({ app: { ...appInfo, hasTray: false } })
    fireEvent.click(screen.getByRole('switch', { name: 'Start Linkboard when you sign in to this computer' }))
    fireEvent.click(
      screen.getByRole('switch', {
        name: 'Keep running in the tray when the window is closed',
        description: /No tray was found/,
      }),
    )
    await act(async () => {})
    expect(bridge.inputs('app.setStartAtLogin')).toEqual([{ on: true }])
    expect(updates()).toEqual([{ machine: { ...DEFAULT_SETTINGS.machine, closeToTray: true } }])
  })

  it('show what the system says, and why it could not be set', async () => {
    await draw(
      {},
      {
        'app.setStartAtLogin': () => {
          throw new AppError('file-unwritable')
        },
      },
    )
    const start = () => screen.getByRole('switch', { name: /^Start Linkboard/ })
    await act(async () => void fireEvent.click(start()))
    expect(start()).toHaveProperty('checked', false)
    expect(screen.getByRole('alert')).toBeTruthy()
    cleanup()
    await draw({ app: { ...appInfo, startsAtLogin: null } })
    expect(screen.queryByRole('switch', { name: /^Start Linkboard/ })).toBeNull()
  })
})

it('keeps what stands open in a block when the language changes', async () => {
  const translations = createTranslations('en')
  const backup = { byHand: null, automatic: <p>in the middle of something</p> }
  const bridge = new FakeBridge(aSnapshot(), [], {
    'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
    'diagnostics.quarantine': () => [],
  })
  await renderWith(bridge, <SettingsScreen backup={backup} />, translations)
  const before = screen.getByText('in the middle of something')
  await act(async () => void (await translations.changeLanguage('zh-CN')))
  expect(screen.getByRole('region', { name: '自动备份' }).contains(before)).toBe(true)
})

describe('about', () => {
  it('shows the licences of the software of others, or that they are not there', async () => {
    let text: string | null = 'react 19 (MIT)'
    await draw(
      {},
      {
        'app.licences'() {
          if (text === null) throw new AppError('not-found')
          return text
        },
      },
    )
    const open = () =>
      act(
        async () => void fireEvent.click(screen.getByRole('button', { name: 'Licences of other software…' })),
      )
    await open()
    const dialog = () => within(screen.getByRole('dialog', { name: 'Licences of other software' }))
    expect(dialog().getByText('react 19 (MIT)')).toBeTruthy()
    text = null
    fireEvent.click(dialog().getAllByRole('button', { name: 'Close' }).at(-1) ?? document.body)
    await open()
    expect(dialog().getByRole('alert').textContent).toContain('not found')
  })
})
