import { describe, expect, it } from 'vitest'
import { fillPlaceholders, namePlaceholders } from './placeholders.ts'

const NONE = { contact: null, account: null }
const LEFT_OUT = { contact: '', account: '' }

describe('a name that is left out', () => {
  it.each([
    ['Hello {contact}, news', 'Hello, news'],
    ['Hello {contact}! News', 'Hello! News'],
    ['Dear {contact} and all', 'Dear and all'],
    ['News for {contact}', 'News for'],
    ['News for {contact}\nfrom {account}.', 'News for\nfrom.'],
    ['{contact}, hello', 'hello'],
    ['{联系人}，您好', '您好'],
    ['亲爱的{联系人}：\n{account}到货', '亲爱的：\n到货'],
    ['{contact} {account}: hello', 'hello'],
    ['(with {contact}) on {account}', '(with) on'],
    ['Prices {contact}30', 'Prices 30'],
  ])('leaves nothing of itself: %j', (text, filled) => {
    expect(fillPlaceholders(text, NONE, LEFT_OUT)).toBe(filled)
  })

  it('is filled in where it is known, or another word was chosen', () => {
    const names = { contact: 'Li', account: null }
    expect(fillPlaceholders('Hello {contact}, {account} here', names, { contact: '', account: 'we' })).toBe(
      'Hello Li, we here',
    )
    expect(fillPlaceholders('  {contact}  ', { contact: '{account}', account: 'A' }, LEFT_OUT)).toBe(
      '  {account}  ',
    )
  })
})

it('is named by words where the text is only named', () => {
  const words = { contact: '联系人', account: '账号' }
  expect(namePlaceholders('你好，{contact}，{账号}上新', words)).toBe('你好，联系人，账号上新')
})
