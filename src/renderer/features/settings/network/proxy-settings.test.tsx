// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ProxySetting, ProxyTestResult } from '#shared/model/proxy.ts'
import { FakeBridge } from '../../../test-support/fake-bridge.ts'
import { renderWith } from '../../../test-support/render-app.tsx'
import { aSnapshot } from '../../../test-support/samples.ts'
import { createTranslations } from '../../../test-support/translations.ts'
import { ProxySettings } from './proxy-settings.tsx'

afterEach(cleanup)

const SYSTEM: ProxySetting = { mode: 'system', address: null }
const OFFICE = { scheme: 'http', host: 'proxy.office.example', port: 8080 } as const
const MANUAL: ProxySetting = { mode: 'manual', address: OFFICE }

async function draw(
  proxy: ProxySetting,
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
  language: 'en' | 'zh-CN' = 'en',
) {
  const snapshot = aSnapshot()
  const stored = { isStored: false }
  const bridge: FakeBridge = new FakeBridge(
    { ...snapshot, settings: { ...snapshot.settings, network: { proxy } } },
    [],
    {
      'proxy.credentials': () => stored,
      'proxy.set': async (set) => {
        if (set.credentials !== null) stored.isStored = true
        bridge.emit({ kind: 'settings', settings: { ...snapshot.settings, network: { proxy: set.proxy } } })
      },
      'proxy.forgetCredentials': () => {
        stored.isStored = false
      },
      ...handlers,
    },
  )
  const view = await act(async () => renderWith(bridge, <ProxySettings />, createTranslations(language)))
  return { bridge, stored, ...view }
}

const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })
const address = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Proxy address' })
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
const type = (field: HTMLElement, value: string) =>
  act(async () => void fireEvent.change(field, { target: { value } }))
const leave = (field: HTMLElement) => act(async () => void fireEvent.blur(field))
const click = (element: HTMLElement) => act(async () => void fireEvent.click(element))
const said = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')

describe('the proxy', () => {
  it('is one of three, each said in a sentence, and holds at once', async () => {
    const { bridge } = await draw(SYSTEM)
    expect(screen.getByRole('radiogroup', { name: 'Proxy' })).toBeTruthy()
    expect(radio('System').checked).toBe(true)
    for (const name of ['System', 'Manual', 'Off'])
      expect(radio(name).getAttribute('aria-describedby')).toMatch(/hint$/)
    await click(radio('Off'))
    expect(radio('Off').checked).toBe(true)
    expect(bridge.inputs('proxy.set')).toEqual([{ proxy: { mode: 'off', address: null }, credentials: null }])
  })

  it('set by hand changes nothing before there is an address', async () => {
    const { bridge } = await draw(SYSTEM)
    await click(radio('Manual'))
    expect(said()).toContain('Until then the former setting applies.')
    await type(address(), 'proxy.office.example')
    await leave(address())
    expect(said()).toContain('The port is missing.')
    expect(address().getAttribute('aria-invalid')).toBe('true')
    expect(bridge.inputs('proxy.set')).toEqual([])
    await type(address(), 'proxy.office.example:8080')
    await leave(address())
    expect(bridge.inputs('proxy.set')).toEqual([{ proxy: MANUAL, credentials: null }])
    expect(address().value).toBe('http://proxy.office.example:8080')
    // nothing has changed since
    await leave(address())
    expect(bridge.inputs('proxy.set')).toHaveLength(1)
  })

  it('comes back as it was when the change is refused', async () => {
    await draw(SYSTEM, {
      'proxy.set': () => {
        throw new AppError('vault-refused')
      },
    })
    await click(radio('Off'))
    expect(radio('System').checked).toBe(true)
    expect(screen.getByRole('alert').textContent).toContain('password store')
  })

  it('keeps what is typed while other settings change', async () => {
    const { bridge } = await draw(MANUAL)
    await type(address(), 'socks5://oth')
    const { settings } = bridge.snapshot
    await act(async () => bridge.deliver({ kind: 'settings', settings: { ...settings, theme: 'dark' } }))
    expect(address().value).toBe('socks5://oth')
  })

  it('is not there in practice mode', async () => {
    const snapshot = aSnapshot()
    const bridge = new FakeBridge({ ...snapshot, app: { ...snapshot.app, practice: 'running' } })
    await renderWith(bridge, <ProxySettings />)
    expect(screen.queryByRole('radiogroup')).toBeNull()
  })
})

describe('P9: the name and the password', () => {
  it('are taken out of an address that is pasted, and shown nowhere', async () => {
    const { bridge, container } = await draw(SYSTEM)
    await click(radio('Manual'))
    await type(address(), 'http://office:open%20sesame@proxy.office.example:8080')
    await leave(address())
    expect(bridge.inputs('proxy.set')).toEqual([
      { proxy: MANUAL, credentials: { user: 'office', password: 'open sesame' } },
    ])
    expect(address().value).toBe('http://proxy.office.example:8080')
    expect(container.innerHTML).not.toContain('sesame')
    expect(said()).toContain('A user name and password are stored')
  })

  it('are kept with the address, cleared from the fields, and can be forgotten', async () => {
    const { bridge } = await draw(MANUAL)
    expect(button('Save sign-in').disabled).toBe(true)
    await type(screen.getByLabelText('User name'), 'office')
    await type(screen.getByLabelText('Password'), 'secret')
    expect(screen.getByLabelText<HTMLInputElement>('Password').type).toBe('password')
    await click(button('Save sign-in'))
    expect(bridge.inputs('proxy.set')).toEqual([
      { proxy: MANUAL, credentials: { user: 'office', password: 'secret' } },
    ])
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('')
    expect(said()).toContain('A user name and password are stored')
    await click(button('Forget'))
    expect(bridge.inputs('proxy.forgetCredentials')).toHaveLength(1)
    expect(screen.queryByRole('button', { name: 'Forget' })).toBeNull()
  })

  it('that no proxy can be told are said', async () => {
    const { bridge } = await draw(MANUAL)
    await type(screen.getByLabelText('User name'), 'office:1')
    await click(button('Save sign-in'))
    expect(said()).toContain('no colon in the user name')
    expect(bridge.inputs('proxy.set')).toEqual([])
  })
})

describe('the test', () => {
  const results: [ProxyTestResult, RegExp][] = [
    [
      { kind: 'works', via: OFFICE, ms: 1_240 },
      /answered in 1\.2 s through http:\/\/proxy\.office\.example:8080/,
    ],
    [{ kind: 'works', via: null, ms: 3 }, /answered in 0\.1 s, without a proxy/],
    [{ kind: 'failed', via: OFFICE, reason: 'proxy-wrong-password' }, /does not accept.*Tried through/],
    [{ kind: 'failed', via: null, reason: 'server-certificate' }, /certificate is not trusted/],
    [{ kind: 'cancelled' }, /cancelled/],
  ]
  it.each(results)('says how it went: %j', async (result, words) => {
    const { bridge } = await draw(MANUAL, { 'proxy.test': () => result })
    await click(button('Test'))
    expect(said()).toMatch(words)
    expect(bridge.inputs('proxy.test')).toEqual([{ proxy: MANUAL, credentials: null }])
  })

  it('goes through what is typed, with its password, before it holds', async () => {
    const { bridge } = await draw(MANUAL, { 'proxy.test': () => ({ kind: 'cancelled' }) })
    await type(address(), 'socks5://10.0.0.1:1080')
    await type(screen.getByLabelText('User name'), 'office')
    await click(button('Test'))
    expect(bridge.inputs('proxy.test')).toEqual([
      {
        proxy: { mode: 'manual', address: { scheme: 'socks5', host: '10.0.0.1', port: 1080 } },
        credentials: { user: 'office', password: '' },
      },
    ])
    expect(bridge.inputs('proxy.set')).toEqual([])
  })

  it('can be cancelled, and is when something else is typed or chosen', async () => {
    const results = [0, 1].map(() => Promise.withResolvers<ProxyTestResult>())
    const asked = results.values()
    const { bridge } = await draw(MANUAL, {
      'proxy.test': () => asked.next().value?.promise ?? { kind: 'cancelled' },
      'proxy.cancelTest': () => results[0]?.resolve({ kind: 'cancelled' }),
    })
    await click(button('Test'))
    expect(said()).toContain('Testing…')
    await click(button('Cancel'))
    expect(said()).toContain('The test was cancelled.')
    await click(button('Test'))
    await type(address(), 'proxy:1')
    expect(bridge.inputs('proxy.cancelTest')).toHaveLength(2)
    await act(async () => results[1]?.resolve({ kind: 'works', via: OFFICE, ms: 1 }))
    expect(said()).not.toContain('It works')
  })

  it('of what is no address says that it is none', async () => {
    const { bridge } = await draw(MANUAL)
    await type(address(), 'ftp://proxy:21')
    await click(button('Test'))
    expect(said()).toContain('HTTP, HTTPS and SOCKS5')
    expect(bridge.inputs('proxy.test')).toEqual([])
  })

  it('speaks Chinese', async () => {
    await draw(MANUAL, { 'proxy.test': () => ({ kind: 'works', via: OFFICE, ms: 900 }) }, 'zh-CN')
    expect(screen.getByRole('radiogroup', { name: '网络代理' })).toBeTruthy()
    await click(button('测试连接'))
    expect(said()).toContain('服务器用了0.9 秒回应')
  })
})
