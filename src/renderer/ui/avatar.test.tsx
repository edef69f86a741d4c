// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { Avatar } from './avatar.tsx'

afterEach(cleanup)

const letters = (name: string, of: string) => render(<Avatar name={name} of={of} />).container.textContent

it('people without a name are told apart by the end of their id', () => {
  expect(letters('联系人 Zsj2sB', 'o9cq80Zsj2sB@im.wechat')).toBe('sB')
  expect(letters('Contact IZ8d1v', 'o9cq80IZ8d1v@im.wechat')).toBe('1v')
  expect(letters('王小明', 'o9cq80Zsj2sB@im.wechat')).toBe('小明')
})
