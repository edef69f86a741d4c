import { expect, it } from 'vitest'
import { createTranslator } from './translate.ts'

it('speaks both languages, and puts values in as they are', () => {
  expect(createTranslator('en')('account.numbered', { number: 3 })).toBe('Account 3')
  expect(createTranslator('zh-CN')('contact.unnamed', { id: '<b>' })).toContain('<b>')
})

it('leaves no brace where a value was given', () => {
  expect(createTranslator('en')('contact.unnamed', { id: '{{id}}' })).not.toContain('undefined')
})
