import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions, NotificationConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import type { ShownTray, TrayLine } from '#core/notify/ports.ts'
import { createDesktop, type SystemTray } from './desktop.ts'

class FakeNotification extends EventEmitter {
  readonly options: NotificationConstructorOptions
  isOpen = false

  constructor(options: NotificationConstructorOptions) {
    super()
    this.options = options
  }

  show(): void {
    this.isOpen = true
  }

  /** As Electron does, also for what the app itself closes. */
  close(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.emit('close')
  }
}

function system(platform: string, { hasTray = true, isFocused = false } = {}) {
  const notifications: FakeNotification[] = []
  const done: string[] = []
  const trays: { image: string; menu: MenuItemConstructorOptions[]; click(): void }[] = []
  const desktop = createDesktop({
    platform,
    createNotification(options) {
      const notification = new FakeNotification(options)
      notifications.push(notification)
      return notification
    },
    createTray(image): SystemTray {
      if (!hasTray) throw new Error('no tray')
      const events = new EventEmitter()
      const tray = { image, menu: [] as MenuItemConstructorOptions[], click: () => void events.emit('click') }
      trays.push(tray)
      return {
        on: (event, listener) => events.on(event, listener),
        setImage(next) {
          tray.image = next
        },
        setToolTip: (words) => done.push(`tooltip ${words}`),
        setMenu(menu) {
          tray.menu = menu
        },
      }
    },
    window: () => ({
      isFocused: () => isFocused,
      flashFrame: (on) => done.push(`flash ${on}`),
      setOverlay: (picture, words) => done.push(`overlay ${picture} ${words}`),
    }),
    setBadgeCount: (count) => done.push(`badge ${count}`),
    raise: () => done.push('raised'),
    quit: () => done.push('quit'),
    picture: (name) => name,
  })
  return { desktop, notifications, done, trays }
}

const notice = { key: 'a', title: 'Wang', body: 'Hello', group: 'message', replyPlaceholder: 'Reply' }

function listener() {
  const heard: string[] = []
  return {
    heard,
    clicked: () => heard.push('clicked'),
    replied: (text: string) => heard.push(text),
    closed: () => heard.push('closed'),
  }
}

describe('notifications', () => {
  it('take the place of the one with their key, and only what a person closes is told', () => {
    const { desktop, notifications } = system('darwin')
    const [first, second] = [listener(), listener()]
    desktop.show(notice, first)
    desktop.show({ ...notice, body: 'Hello?' }, second)
    expect(notifications.map(({ isOpen }) => isOpen)).toEqual([false, true])
    expect(first.heard).toEqual([])
    notifications[1]?.close()
    expect(second.heard).toEqual(['closed'])
    desktop.show(notice, first)
    desktop.close('a')
    expect([notifications[2]?.isOpen, first.heard]).toEqual([false, []])
  })

  it('hand on clicks and replies', () => {
    const { desktop, notifications } = system('win32')
    const told = listener()
    desktop.show(notice, told)
    expect(notifications[0]?.options).toEqual({
      title: 'Wang',
      body: 'Hello',
      groupId: 'message',
      hasReply: true,
      replyPlaceholder: 'Reply',
    })
    notifications[0]?.emit('reply', {}, 'ok')
    notifications[0]?.emit('click')
    expect(told.heard).toEqual(['ok', 'clicked'])
    desktop.show({ ...notice, key: 'b', replyPlaceholder: null }, told)
    expect(notifications[1]?.options).not.toHaveProperty('hasReply')
  })

  it('are off the screen once clicked, also where the system would keep them', () => {
    const { desktop, notifications } = system('win32')
    const told = listener()
    desktop.show(notice, told)
    notifications[0]?.emit('click')
    expect([notifications[0]?.isOpen, told.heard]).toEqual([false, ['clicked']])
    // one that was replaced is gone already, and the one in its place stays
    desktop.show(notice, told)
    desktop.show({ ...notice, body: 'Hello?' }, told)
    notifications[1]?.emit('click')
    expect(notifications.map(({ isOpen }) => isOpen)).toEqual([false, false, true])
  })

  it('hand on a reply that was being written when another one took their place', () => {
    const { desktop, notifications } = system('darwin')
    const told = listener()
    desktop.show(notice, told)
    desktop.show({ ...notice, body: 'Hello?' }, listener())
    notifications[0]?.emit('reply', {}, 'on its way')
    expect(told.heard).toEqual(['on its way'])
  })

  it('are no markup where a desktop takes them for it', () => {
    const { desktop, notifications } = system('linux')
    desktop.show({ ...notice, body: '<a href="https://x.example">1 < 2</a>' }, listener())
    expect(notifications[0]?.options.body).not.toContain('<')
  })
})

describe('the badge', () => {
  it('is a number on macOS and Linux', () => {
    const { desktop, done } = system('linux')
    desktop.setBadge(12, '12 unread')
    expect(done).toEqual(['badge 12'])
  })

  it('is a picture on the taskbar of Windows', () => {
    const { desktop, done } = system('win32')
    for (const count of [1, 9, 10, 0]) desktop.setBadge(count, `${count} unread`)
    expect(done).toEqual([
      'overlay badge-1.png 1 unread',
      'overlay badge-9.png 9 unread',
      'overlay badge-many.png 10 unread',
      'overlay null ',
    ])
  })
})

describe('the taskbar', () => {
  it.each([
    ['win32', false, ['flash true']],
    ['linux', false, ['flash true']],
    ['win32', true, []],
    ['darwin', false, []],
  ])('flashes on %s while the focus is elsewhere (in it: %s)', (platform, isFocused, expected) => {
    const { desktop, done } = system(platform, { isFocused })
    desktop.flash()
    expect(done).toEqual(expected)
  })
})

describe('the tray', () => {
  const state: ShownTray = {
    tooltip: 'Linkboard',
    isCalling: true,
    lines: [{ kind: 'unread', label: '1 unread' }, { kind: 'separator' }, { kind: 'quit', label: 'Quit' }],
  }

  it('has a menu, and shows the window when it is clicked', () => {
    const { desktop, done, trays } = system('win32')
    const chosen: TrayLine[] = []
    desktop.setTray(state, (line) => chosen.push(line))
    desktop.setTray({ ...state, isCalling: false }, (line) => chosen.push(line))
    expect(trays).toMatchObject([
      { image: 'tray.png', menu: [{ label: '1 unread' }, { type: 'separator' }, { label: 'Quit' }] },
    ])
    const [tray] = trays
    tray?.click()
    expect(done).toContain('raised')
    expect(tray?.menu.map(({ click }) => typeof click)).toEqual(['function', 'undefined', 'function'])
  })

  it('leads back to the window and out of the app when the product ends, and belongs to the next one then', () => {
    const { desktop, done, trays } = system('win32')
    const chosen: TrayLine[] = []
    const lines: TrayLine[] = [
      { kind: 'unread', label: '1 unread' },
      { kind: 'show', label: 'Show' },
      { kind: 'separator' },
      { kind: 'quit', label: 'Quit' },
    ]
    desktop.setTray({ ...state, lines }, (line) => chosen.push(line))
    desktop.clear()
    const [tray] = trays
    expect(tray).toMatchObject({ image: 'tray.png', menu: [{ label: 'Show' }, { label: 'Quit' }] })
    for (const { click } of tray?.menu ?? []) if (typeof click === 'function') Reflect.apply(click, null, [])
    expect(done.slice(-2)).toEqual(['raised', 'quit'])
    expect(chosen).toEqual([])
    desktop.setTray(state, (line) => chosen.push(line))
    expect(trays).toHaveLength(1)
    expect(tray?.menu[0]).toMatchObject({ label: '1 unread' })
  })

  it('is done without where there is none', () => {
    const { desktop, trays } = system('linux', { hasTray: false })
    expect(() => desktop.setTray(state, () => {})).not.toThrow()
    expect(trays).toEqual([])
  })
})
