import { describe, expect, it } from 'vitest'
import { LaunchError, readLaunchOptions } from './command-line.ts'

const OVERRIDE = { LINKBOARD_ILINK_URL: 'http://127.0.0.1:4000' }

describe('flags and environment', () => {
  it('reads every flag of the contract', () => {
    const options = readLaunchOptions(
      [
        '.',
        '--user-data-dir=/p',
        '--lang=zh-CN',
        '--password-store=basic',
        '--remote-debugging-port=0',
        '--demo',
      ],
      {},
      false,
    )
    expect(options).toMatchObject({
      userDataDir: '/p',
      language: 'zh-CN',
      weakProtectionAgreed: true,
      remoteDebugging: true,
      demo: true,
      clockOffsetMs: 0,
    })
  })

  it('leaves the switches of Chromium and Electron alone', () => {
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--host-control=0',
      '--force-device-scale-factor=2',
      '--inspect=0',
    ]
    expect(() => readLaunchOptions(args, {}, false)).not.toThrow()
  })

  it.each([
    [['--lang=fr'], {}, '--lang=fr'],
    [['--lang'], {}, '--lang'],
    [['--user-data-dir='], {}, '--user-data-dir'],
    [['--remote-debugging-port=x'], {}, '--remote-debugging-port=x'],
    [['--remote-debugging-port=70000'], {}, '--remote-debugging-port=70000'],
    [['--password-store=kwallet'], {}, '--password-store=kwallet'],
    [['--demo=1'], {}, '--demo'],
    [['--unheard-of'], {}, '--unheard-of'],
    [[], { LINKBOARD_ILINK_URL: 'nonsense' }, 'LINKBOARD_ILINK_URL'],
    [[], { LINKBOARD_ILINK_URL: 'http://example.com' }, 'LINKBOARD_ILINK_URL'],
    [[], { ...OVERRIDE, LINKBOARD_CDN_URL: 'nonsense' }, 'LINKBOARD_CDN_URL'],
    [[], { ...OVERRIDE, LINKBOARD_CDN_URL: 'ftp://127.0.0.1/c2c' }, 'LINKBOARD_CDN_URL'],
    [[], { ...OVERRIDE, LINKBOARD_ALLOWED_HOSTS: 'good,bad host' }, 'LINKBOARD_ALLOWED_HOSTS'],
    [[], { ...OVERRIDE, LINKBOARD_TIME_OFFSET_MS: 'soon' }, 'LINKBOARD_TIME_OFFSET_MS'],
    [[], { LINKBOARD_TIME_OFFSET_MS: '1000' }, 'LINKBOARD_TIME_OFFSET_MS'],
    [['--demo'], OVERRIDE, '--demo'],
  ])('names what cannot be used: %j %j', (args, env, named) => {
    const read = () => readLaunchOptions(args, env, false)
    expect(read).toThrow(LaunchError)
    expect(read).toThrow(named)
    expect(read).not.toThrow(/\n/)
  })

  it('shifts the clock only together with another server', () => {
    const options = readLaunchOptions([], { ...OVERRIDE, LINKBOARD_TIME_OFFSET_MS: '-3600000' }, false)
    expect(options.clockOffsetMs).toBe(-3_600_000)
  })

  it('honours the environment in packaged builds only with an explicit profile', () => {
    expect(readLaunchOptions([], OVERRIDE, true).hosts.overridden).toBe(false)
    expect(readLaunchOptions(['--user-data-dir=/p'], OVERRIDE, true).hosts.overridden).toBe(true)
  })

  describe('in a packaged build', () => {
    const PROFILE = '--user-data-dir=/p'

    it.each([
      '--no-sandbox',
      '--disable-web-security',
      '--ignore-certificate-errors',
      '--disable-gpu-sandbox',
      '--disable-setuid-sandbox',
      '--ignore-certificate-errors-spki-list=abc',
      '--allow-running-insecure-content',
      '--js-flags=--expose-gc',
      '--inspect=0',
      '--renderer-cmd-prefix=sh',
      // they would give the page its network back
      '--no-proxy-server',
      '--proxy-pac-url=http://a.example/p',
      '--proxy-bypass-list=*',
      '--host-resolver-rules=MAP * 10.0.0.1',
      '--webrtc-ip-handling-policy=default',
      '-proxy-pac-url=http://a.example/p',
      '-some-switch-of-tomorrow',
      // Chromium reads these as the same
      '-no-sandbox',
      '/disable-web-security',
      '--NO-SANDBOX',
    ])('%s is refused, whatever the profile', (flag) => {
      for (const args of [[flag], [PROFILE, flag], [flag, PROFILE]])
        expect(() => readLaunchOptions(args, {}, true)).toThrow(LaunchError)
    })

    it.each(['--remote-debugging-port=0', '--remote-debugging-pipe', '--remote-allow-origins=*'])(
      '%s needs a profile of its own',
      (flag) => {
        expect(() => readLaunchOptions([flag], {}, true)).toThrow('--user-data-dir')
        expect(() => readLaunchOptions([flag, PROFILE], {}, true)).not.toThrow()
      },
    )

    it('the rest of what people start Chromium with goes on', () => {
      const args = [
        '--disable-gpu',
        '--force-device-scale-factor=2',
        '--ozone-platform=wayland',
        '--lang=en',
        '-psn_0_1',
        '/home/a/list.csv',
      ]
      expect(() => readLaunchOptions(args, {}, true)).not.toThrow()
    })
  })
})
