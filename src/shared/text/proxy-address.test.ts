import { describe, expect, it } from 'vitest'
import { isProxyHost, parseProxyAddress, proxyAddressText } from './proxy-address.ts'

describe('the address of a proxy', () => {
  it.each([
    ['proxy.office.example:8080', 'http://proxy.office.example:8080'],
    ['  HTTP://Proxy.Office.Example:80/ ', 'http://proxy.office.example:80'],
    ['https://proxy:443', 'https://proxy:443'],
    ['socks5h://10.0.0.1:1080', 'socks5://10.0.0.1:1080'],
    ['socks://[FE80::1]:1080', 'socks5://[fe80::1]:1080'],
    ['[::1]:1', 'http://[::1]:1'],
  ])('%s is %s', (typed, text) => {
    const parsed = parseProxyAddress(typed)
    expect(parsed.ok && proxyAddressText(parsed.address)).toBe(text)
    expect(parsed.ok && parsed.credentials).toBeNull()
  })

  it.each([
    ['http://office:p%40ss%3A1@proxy:8080', 'office', 'p@ss:1'],
    ['office:p@ss@proxy:8080', 'office', 'p@ss'],
    ['socks5://office@proxy:1080', 'office', ''],
    ['http://office:100%@proxy:1', 'office', '100%'],
  ])('%s has a name and a password in it, which are kept apart', (typed, user, password) => {
    const parsed = parseProxyAddress(typed)
    expect(parsed).toMatchObject({ ok: true, credentials: { user, password } })
    expect(JSON.stringify(parsed.ok && parsed.address)).not.toContain('office')
  })

  it.each([
    ['', 'host'],
    ['proxy', 'port'],
    ['proxy:', 'host'],
    ['proxy:0', 'port'],
    ['proxy:65536', 'port'],
    ['ftp://proxy:21', 'scheme'],
    ['socks4://proxy:1080', 'scheme'],
    ['file:///etc/passwd', 'host'],
    ['http://proxy:80/path', 'host'],
    ['http://pro xy:80', 'host'],
    ['http://proxy\r\nX: y:80', 'host'],
    ['http://127.1:80', 'host'],
    ['http://0x7f.0.0.1:80', 'host'],
    ['http://2130706433:80', 'host'],
    ['http://256.0.0.1:80', 'host'],
    ['http://[::1::]:80', 'host'],
    ['http://代理:80', 'host'],
    ['http://-proxy:80', 'host'],
  ])('%j is none, for its %s', (typed, problem) => {
    expect(parseProxyAddress(typed)).toEqual({ ok: false, problem })
  })

  it('names a host of at most 253 characters', () => {
    expect(isProxyHost('a'.repeat(253))).toBe(true)
    expect(isProxyHost('a'.repeat(254))).toBe(false)
    expect(isProxyHost('Proxy')).toBe(false)
  })
})
