import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLoginItem } from './login-item.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'linkboard-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const NO_SETTINGS = {
  getLoginItemSettings: () => ({ openAtLogin: false }),
  setLoginItemSettings() {},
}

function onLinux(env: Record<string, string> = {}, command = ['/opt/Link board/linkboard']) {
  return createLoginItem({ platform: 'linux', settings: NO_SETTINGS, command, env, homeFolder: home })
}

describe('start at login on Linux', () => {
  it('is a file under the configuration of the user', () => {
    const item = onLinux()
    expect(item.isSet).toBe(false)
    item.set(true)
    const file = path.join(home, '.config/autostart/linkboard.desktop')
    expect(readFileSync(file, 'utf8')).toBe(
      '[Desktop Entry]\nType=Application\nName=Linkboard\nExec="/opt/Link board/linkboard"\nTerminal=false\n',
    )
    expect([item.isSet, onLinux().isSet]).toEqual([true, true])
    item.set(false)
    item.set(false)
    expect([item.isSet, existsSync(file)]).toEqual([false, false])
  })

  it('lies where the user keeps configuration, if that is a whole path', () => {
    const config = path.join(home, 'my-config')
    onLinux({ XDG_CONFIG_HOME: config }).set(true)
    expect(existsSync(path.join(config, 'autostart/linkboard.desktop'))).toBe(true)
    onLinux({ XDG_CONFIG_HOME: 'relative' }).set(true)
    expect(existsSync(path.join(home, '.config/autostart/linkboard.desktop'))).toBe(true)
  })

  it('writes every argument so that a desktop reads it as it is', () => {
    onLinux({}, ['/opt/linkboard', '--user-data-dir=/home/w "x" $HOME `a` 100% \\']).set(true)
    const content = readFileSync(path.join(home, '.config/autostart/linkboard.desktop'), 'utf8')
    expect(content).toContain(
      'Exec="/opt/linkboard" "--user-data-dir=/home/w \\\\"x\\\\" \\\\$HOME \\\\`a\\\\` 100%% \\\\\\\\"',
    )
  })

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'is off where the desktop says so: %s',
    (line) => {
      const item = onLinux()
      item.set(true)
      const file = path.join(home, '.config/autostart/linkboard.desktop')
      writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`)
      expect(item.isSet).toBe(false)
    },
  )

  it('says when the file cannot be written', () => {
    writeFileSync(path.join(home, '.config'), 'in the way')
    expect(() => onLinux().set(true)).toThrow(expect.objectContaining({ code: 'file-unwritable' }))
  })
})

describe.each(['win32', 'darwin'])('start at login on %s', (platform) => {
  it("is the system's own setting, with the arguments of this start", () => {
    const given: unknown[] = []
    let openAtLogin = false
    const item = createLoginItem({
      platform,
      settings: {
        getLoginItemSettings: () => ({ openAtLogin }),
        setLoginItemSettings(settings) {
          given.push(settings)
          openAtLogin = settings.openAtLogin
        },
      },
      command: ['linkboard', '--user-data-dir=/p'],
      env: {},
      homeFolder: home,
    })
    item.set(true)
    expect([item.isSet, given]).toEqual([true, [{ openAtLogin: true, args: ['--user-data-dir=/p'] }]])
    item.set(false)
    expect(item.isSet).toBe(false)
  })
})

it('cannot be set on other systems', () => {
  const item = createLoginItem({
    platform: 'freebsd',
    settings: NO_SETTINGS,
    command: [],
    env: {},
    homeFolder: home,
  })
  expect(item.isSet).toBeNull()
  expect(() => item.set(true)).toThrow(expect.objectContaining({ code: 'not-possible-now' }))
})
