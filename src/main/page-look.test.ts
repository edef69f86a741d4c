import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { withLook } from './page-look.ts'

it('the page begins in the language and the theme that were set, and is the same else', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../renderer/index.html'), 'utf8')
  const chinese = withLook(page, { language: 'zh-CN', theme: 'dark' })
  expect(chinese).toContain('<html lang="zh-CN" data-theme="dark">')
  expect(withLook(chinese, { language: 'en', theme: 'system' })).toBe(page)
})
