import { describe, expect, it } from 'vitest'
import { pastedFiles } from './pasted-files.ts'

const picture = new File(['x'], 'image.png', { type: 'image/png' })
const report = new File(['x'], '报价 单.pdf')

function names(text: string, ...files: File[]): string[] {
  const data = { files, getData: (type: string) => (type === 'text/plain' ? text : '<p>formatted</p>') }
  return pastedFiles(data).map(({ name }) => name)
}

describe('a paste', () => {
  it.each([
    ['cells of a table', 'a\tb\n1\t2'],
    ['a sentence of a page', '您好'],
    ['a sentence that names a file', 'see image.png'],
  ])('of %s with a picture of it is a text', (_name, text) => expect(names(text, picture)).toEqual([]))

  it.each([
    ['a screenshot', ''],
    ['a picture of a page', ' \n'],
    ['a picture of an office program', '\u200b\u3164'],
  ])('of %s is the picture', (_name, text) => expect(names(text, picture)).toEqual(['image.png']))

  it.each([
    ['names', 'image.png\r\n报价 单.pdf'],
    ['paths', '/home/me/image.png\n/home/me/报价 单.pdf'],
    ['addresses', 'file:///home/me/image.png\nfile:///home/me/%E6%8A%A5%E4%BB%B7%20%E5%8D%95.pdf\n'],
    ['paths of another system', 'C:\\me\\image.png\nC:\\me\\报价 单.pdf'],
  ])('of files with their %s is the files', (_name, text) =>
    expect(names(text, picture, report)).toEqual(['image.png', '报价 单.pdf']),
  )

  it('of a text alone is a text', () => expect(names('hello')).toEqual([]))
})
