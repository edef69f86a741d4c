import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHostPolicy, type HostDecision, HostSettingsError, splitAllowedHosts } from './hosts.ts'

function reasonOf(decision: HostDecision): string {
  return decision.ok ? 'ok' : decision.reason
}

describe('hosts in production (P10)', () => {
  const policy = createHostPolicy()

  it('knows the default server and CDN', () => {
    expect(policy).toMatchObject({
      apiBase: 'https://ilinkai.weixin.qq.com',
      cdnBase: 'https://novac2c.cdn.weixin.qq.com/c2c',
      overridden: false,
    })
  })

  it.each([
    'https://ilinkai.weixin.qq.com/ilink/bot/getupdates',
    'https://ilinkai.wechat.com/',
    'https://a.b.c.weixin.qq.com',
    'https://ILINKAI.WeiXin.QQ.com:443/x?y=z#w',
  ])('takes %s for the API and leaves it verbatim', (url) => {
    expect(policy.checkApiUrl(url)).toEqual({ ok: true, url })
    expect(policy.checkCdnUrl(url)).toEqual({ ok: true, url })
  })

  it('says the same of an address however often it is asked, after any number of others', () => {
    const good = 'https://ilinkai.weixin.qq.com/ilink/bot/getupdates'
    const bad = 'https://evil.example/ilink/bot/getupdates'
    for (let number = 0; number < 200; number += 1) {
      expect(policy.checkApiUrl(good)).toEqual({ ok: true, url: good })
      expect(reasonOf(policy.checkApiUrl(bad))).toBe('host')
      const other = `https://${number}.weixin.qq.com/`
      expect(policy.checkApiUrl(other)).toEqual({ ok: true, url: other })
    }
    // looked at once
    expect(policy.checkApiUrl(good)).toBe(policy.checkApiUrl(good))
  })

  it('takes other hosts of qq.com for the CDN only', () => {
    const url = 'https://cdn.qq.com/x?y=a%2Bb'
    expect(policy.checkCdnUrl(url)).toEqual({ ok: true, url })
    expect(reasonOf(policy.checkApiUrl(url))).toBe('host')
  })

  it.each([
    ['https://evil.com/.weixin.qq.com', 'host'],
    ['https://weixin.qq.com.evil.com/', 'host'],
    ['https://xweixin.qq.com/', 'host'],
    ['https://weixin.qq.com/', 'host'],
    ['https://evilwechat.com/', 'host'],
    ['https://evil.com?.weixin.qq.com', 'host'],
    ['https://evil.com#.weixin.qq.com', 'host'],
    ['https://127.0.0.1/', 'host'],
    ['https://[::1]/', 'host'],
    ['https://2130706433/', 'host'],
    ['https://user@ilinkai.weixin.qq.com/', 'credentials'],
    ['https://@ilinkai.weixin.qq.com/', 'credentials'],
    ['https://ilinkai.weixin.qq.com@evil.com/', 'credentials'],
    ['https://ilinkai.weixin.qq.com:8443/', 'port'],
    ['http://ilinkai.weixin.qq.com/', 'scheme'],
    ['ftp://ilinkai.weixin.qq.com/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://ilinkai.weixin.qq.com./', 'malformed'],
    ['https://.weixin.qq.com/', 'malformed'],
    ['https://a..weixin.qq.com/', 'malformed'],
    ['https:ilinkai.weixin.qq.com', 'scheme'],
    ['https:///ilinkai.weixin.qq.com', 'scheme'],
    ['//ilinkai.weixin.qq.com/', 'malformed'],
    ['https://evil.com\\.weixin.qq.com/', 'malformed'],
    ['https://evil.com\t.weixin.qq.com/', 'malformed'],
    ['https://evil.com%2f.weixin.qq.com/', 'malformed'],
    ['https://ilinkai.weixin.qq.com:99999/', 'malformed'],
    [' https://ilinkai.weixin.qq.com/', 'malformed'],
    ['', 'malformed'],
  ])('refuses %j', (url, reason) => {
    expect(reasonOf(policy.checkApiUrl(url))).toBe(reason)
  })

  it('turns a redirect host into a base', () => {
    expect(policy.fromRedirectHost('ilink-sh.weixin.qq.com')).toEqual({
      ok: true,
      url: 'https://ilink-sh.weixin.qq.com',
    })
    expect(policy.fromRedirectHost(' ILINK-SH.weixin.qq.com:443 ')).toEqual({
      ok: true,
      url: 'https://ilink-sh.weixin.qq.com',
    })
  })

  it.each([
    ['ilink-sh.example.invalid', 'host'],
    ['evil.com/.weixin.qq.com', 'malformed'],
    ['evil.com?.weixin.qq.com', 'malformed'],
    ['user@a.weixin.qq.com', 'malformed'],
    ['https://a.weixin.qq.com', 'malformed'],
    ['a.weixin.qq.com:8443', 'port'],
    ['a.weixin.qq.com.', 'malformed'],
    ['a.weixin.qq.com:', 'malformed'],
    ['a.weixin.qq.com:999999', 'malformed'],
    ['127.0.0.1', 'host'],
    ['[::1]', 'host'],
    ['a_b c.weixin.qq.com', 'malformed'],
    ['', 'malformed'],
  ])('refuses the redirect host %j', (host, reason) => {
    expect(reasonOf(policy.fromRedirectHost(host))).toBe(reason)
  })

  it('turns a baseurl into a base; an absent one is the configured server', () => {
    expect(policy.fromBaseUrl(null)).toEqual({ ok: true, url: policy.apiBase })
    expect(policy.fromBaseUrl('  ')).toEqual({ ok: true, url: policy.apiBase })
    expect(policy.fromBaseUrl('https://ilinkai.wechat.com//')).toEqual({
      ok: true,
      url: 'https://ilinkai.wechat.com',
    })
    expect(policy.fromBaseUrl('https://a.wechat.com/prefix/')).toEqual({
      ok: true,
      url: 'https://a.wechat.com/prefix',
    })
    expect(policy.fromBaseUrl('ilinkai.wechat.com')).toEqual({ ok: true, url: 'https://ilinkai.wechat.com' })
    expect(policy.fromBaseUrl('https://evil.example/')).toEqual({
      ok: false,
      reason: 'host',
      host: 'evil.example',
    })
    expect(reasonOf(policy.fromBaseUrl('https://a.wechat.com/?x'))).toBe('malformed')
  })

  it('ignores allowed hosts without an override', () => {
    const production = createHostPolicy({ allowedHosts: ['evil.example'] })
    expect(reasonOf(production.checkApiUrl('https://evil.example/'))).toBe('host')
  })

  it('accepts no host outside the suffixes, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'https://',
        'http://',
        '.weixin.qq.com',
        '.wechat.com',
        '.qq.com',
        'evil.com',
        'a',
        '@',
      ),
      fc.constantFrom(
        ':443',
        ':80',
        '/',
        '\\',
        '?',
        '#',
        '.',
        '%2e',
        '%00',
        '\t',
        '。',
        '[',
        ']',
        '127.0.0.1',
        ' ',
      ),
      fc.string({ maxLength: 3 }),
    )
    const texts = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          texts,
          texts.map((text) => `https://${text}`),
        ),
        (text) => {
          for (const decision of [
            policy.checkApiUrl(text),
            policy.fromBaseUrl(text),
            policy.fromRedirectHost(text),
          ]) {
            if (!decision.ok) continue
            const url = new URL(decision.url)
            expect(url.origin).toMatch(/^https:\/\/[a-z0-9_.-]+\.(?:weixin\.qq|wechat)\.com$/)
            expect(url.username + url.password).toBe('')
          }
          const media = policy.checkCdnUrl(text)
          if (media.ok)
            expect(new URL(media.url).origin).toMatch(/^https:\/\/[a-z0-9_.-]+\.(?:qq|wechat)\.com$/)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('hosts under an override (P10)', () => {
  const policy = createHostPolicy({
    apiUrl: 'http://127.0.0.1:9000/',
    cdnUrl: 'http://127.0.0.1:9001/c2c/',
    allowedHosts: [
      'localhost',
      '127.0.0.1:9002',
      'ilink-sh.example.invalid',
      'api.example:8443',
      '[::1]:7000',
    ],
  })

  it('uses the configured addresses', () => {
    expect(policy).toMatchObject({
      apiBase: 'http://127.0.0.1:9000',
      cdnBase: 'http://127.0.0.1:9001/c2c',
      overridden: true,
    })
    expect(policy.fromBaseUrl(null)).toEqual({ ok: true, url: 'http://127.0.0.1:9000' })
  })

  it.each([
    'http://127.0.0.1:9000/ilink/bot/getupdates',
    'http://127.0.0.1:9001/c2c/download?x=1',
    'http://127.0.0.1:9002/',
    'http://localhost:1/',
    'http://localhost/',
    'https://ilink-sh.example.invalid/',
    'https://ilink-sh.example.invalid:12345/',
    'https://api.example:8443/',
    'http://[::1]:7000/',
  ])('takes %s for API and CDN alike', (url) => {
    expect(policy.checkApiUrl(url)).toEqual({ ok: true, url })
    expect(policy.checkCdnUrl(url)).toEqual({ ok: true, url })
  })

  it.each([
    ['https://ilinkai.weixin.qq.com/', 'host'],
    ['https://novac2c.cdn.weixin.qq.com/c2c', 'host'],
    ['http://127.0.0.1:9003/', 'port'],
    ['http://127.0.0.2:9000/', 'host'],
    ['https://api.example/', 'port'],
    ['http://ilink-sh.example.invalid/', 'scheme'],
    ['https://x.ilink-sh.example.invalid/', 'host'],
    ['http://user@localhost/', 'credentials'],
    ['http://[::1]:7001/', 'port'],
  ])('refuses %s', (url, reason) => {
    expect(reasonOf(policy.checkApiUrl(url))).toBe(reason)
    expect(reasonOf(policy.checkCdnUrl(url))).toBe(reason)
  })

  it.each([
    ['localhost:4321', 'http://localhost:4321'],
    ['127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['[::1]:7000', 'http://[::1]:7000'],
    ['ilink-sh.example.invalid', 'https://ilink-sh.example.invalid'],
    ['api.example:8443', 'https://api.example:8443'],
  ])('reaches the redirect host %s at %s', (host, url) => {
    expect(policy.fromRedirectHost(host)).toEqual({ ok: true, url })
    expect(policy.fromBaseUrl(host)).toEqual({ ok: true, url })
  })

  it('keeps https of a loopback server that was configured so', () => {
    const secure = createHostPolicy({ apiUrl: 'https://localhost:9443' })
    expect(secure.fromRedirectHost('localhost:9443')).toEqual({ ok: true, url: 'https://localhost:9443' })
    expect(secure.fromRedirectHost('127.0.0.1:9443')).toMatchObject({ ok: false, reason: 'host' })
  })

  it.each<[Parameters<typeof createHostPolicy>[0], string]>([
    [{ apiUrl: 'http://example.com' }, 'apiUrl'],
    [{ apiUrl: 'nonsense' }, 'apiUrl'],
    [{ apiUrl: '' }, 'apiUrl'],
    [{ apiUrl: 'https://a@example.com' }, 'apiUrl'],
    [{ cdnUrl: 'https://example.com/c2c?x' }, 'cdnUrl'],
    [{ apiUrl: 'https://example.com', allowedHosts: ['https://x'] }, 'allowedHosts'],
    [{ apiUrl: 'https://example.com', allowedHosts: ['x:70000'] }, 'allowedHosts'],
  ])('rejects the override %j, naming the setting', (settings, setting) => {
    expect(() => createHostPolicy(settings)).toThrow(HostSettingsError)
    expect(() => createHostPolicy(settings)).toThrow(new RegExp(`^${setting}: `))
  })

  it('splits the list of allowed hosts', () => {
    expect(splitAllowedHosts(' localhost, 127.0.0.1:80,,')).toEqual(['localhost', '127.0.0.1:80'])
  })
})
