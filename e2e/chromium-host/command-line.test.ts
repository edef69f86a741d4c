import { describe, expect, it } from 'vitest'
import { CommandLine, CommandLineError, readCommand } from './command-line.ts'

describe('the host command line', () => {
  it('keeps host control to itself and hands the app everything else', () => {
    expect(readCommand(['.', '--demo', '--host-control=0', '--lang=en'])).toEqual({
      appDir: '.',
      appArgs: ['--demo', '--lang=en'],
      controlPort: 0,
    })
    expect(readCommand(['.']).controlPort).toBeUndefined()
  })

  it.each([
    '--host-control',
    '--host-control=',
    '--host-control=x',
    '--host-control=70000',
    '--host-control=-1',
  ])('refuses %s in one line', (flag) => {
    expect(() => readCommand(['.', flag])).toThrow(CommandLineError)
  })

  it('asks for the app', () => {
    expect(() => readCommand(['--lang=en'])).toThrow('usage')
  })

  it('reads switches as Chromium does: the last one counts, names in any case', () => {
    const line = new CommandLine(['--lang=en', '--lang=zh-CN', '--Demo', 'not-a-switch'])
    expect(line.value('lang')).toBe('zh-CN')
    expect(line.has('demo')).toBe(true)
    expect(line.value('demo')).toBe('')
    expect(line.has('not-a-switch')).toBe(false)
  })

  it('knows what the app asked of Chromium itself', () => {
    const line = new CommandLine(['--lang=en'])
    line.append('proxy-server', 'socks5://127.0.0.1:9')
    line.append('disable-http2')
    line.append('taken-back')
    line.remove('taken-back')
    expect(line.appended).toEqual(['--proxy-server=socks5://127.0.0.1:9', '--disable-http2'])
  })
})
