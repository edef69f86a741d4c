import { describe, expect, it } from 'vitest'
import { fromChromium, originOf, toChromium } from './origins.ts'

const schemes = new Set(['app'])

describe("the app's scheme in Chromium", () => {
  it.each([
    ['app://linkboard/index.html?a=1#b', 'https://linkboard.app.invalid/index.html?a=1#b'],
    ['app://linkboard', 'https://linkboard.app.invalid/'],
    ['https://example.com/x', 'https://example.com/x'],
    ['about:blank', 'about:blank'],
  ])('%s is shown as %s', (own, shown) => {
    expect(toChromium(own, schemes)).toBe(shown)
    expect(fromChromium(shown, schemes)).toBe(own === 'app://linkboard' ? 'app://linkboard/' : own)
  })

  it('takes no foreign host for its own', () => {
    const foreign = 'https://linkboard.other.invalid/index.html'
    expect(fromChromium(foreign, schemes)).toBe(foreign)
    expect(fromChromium('https://app.invalid.example.com/', schemes)).toBe('https://app.invalid.example.com/')
  })

  it('has the origin that Electron names', () => {
    expect(originOf('app://linkboard/a/b', schemes)).toBe('app://linkboard')
    expect(originOf('https://example.com:8443/a', schemes)).toBe('https://example.com:8443')
    expect(originOf('about:blank', schemes)).toBe('null')
  })
})
