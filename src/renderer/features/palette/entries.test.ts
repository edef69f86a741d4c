import { expect, it } from 'vitest'
import { plainMatch } from '../../formatting/name-match.ts'
import { findEntries, type PaletteEntry } from './entries.ts'

const entry = (
  group: PaletteEntry['group'],
  label: string,
  over: Partial<PaletteEntry> = {},
): PaletteEntry => ({
  ...{ id: `${group} ${label}`, group, label, run: () => undefined },
  ...over,
})

const ENTRIES = [
  entry('people', 'Li', { detail: 'Sign-in desk' }),
  entry('people', 'Shopper'),
  entry('accounts', 'Desk', { detail: 'Needs sign-in' }),
  entry('accounts', 'Shop'),
  entry('actions', 'Sign in again: Desk', { words: ['重新登录：Desk'] }),
  entry('screens', 'Settings'),
]

const found = (typed: string) =>
  findEntries(ENTRIES, typed, plainMatch).map(({ group, items }) => [
    group,
    ...items.map(({ label }) => label),
  ])

it('marks what was named before what merely has the same words beside it', () => {
  expect(found('sign in')[0]).toEqual(['actions', 'Sign in again: Desk'])
  expect(found('sign-in')).toEqual([
    ['people', 'Li'],
    ['accounts', 'Desk'],
  ])
})

it('keeps people before accounts where both were named, and the best of a group first', () => {
  expect(found('shop')).toEqual([
    ['people', 'Shopper'],
    ['accounts', 'Shop'],
  ])
  expect(found('desk').map(([group]) => group)).toEqual(['accounts', 'actions', 'people'])
  expect(found('登录')).toEqual([['actions', 'Sign in again: Desk']])
})

it('shows all there is to do while nothing is typed, and nothing where nothing is found', () => {
  expect(found(' ').map(([group]) => group)).toEqual(['people', 'accounts', 'actions', 'screens'])
  expect(found('zzz')).toEqual([])
})
