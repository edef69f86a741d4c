import { describe, expect, it } from 'vitest'
import { plainMatch } from '../../formatting/name-match.ts'
import { aConversation, accountId, anAccount } from '../../test-support/samples.ts'
import { createTranslations } from '../../test-support/translations.ts'
import { contactsOf, found } from './contacts.ts'

const { t } = createTranslations('en')

const accounts = new Map(
  [anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio', isDefault: false })].map((one) => [
    one.id,
    one,
  ]),
)

const conversations = [
  aConversation(1, { contactUserId: 'owner1@im.wechat', lastInboundSeq: 10 }),
  aConversation(2, { accountId: accountId(2), contactUserId: 'owner1@im.wechat', lastInboundSeq: 30 }),
  aConversation(3, { contactUserId: 'wxid_lin_abc123@im.wechat', lastInboundSeq: 20 }),
  aConversation(4, {
    contactUserId: 'wxid_mei@im.wechat',
    contactAlias: 'Mei',
    lastInboundAt: null,
    lastInboundSeq: null,
  }),
]

const contacts = contactsOf(conversations, accounts, t)

describe('contactsOf', () => {
  it('has one entry per user id, named as the lists name them, who wrote last first', () => {
    expect(contacts.map(({ name }) => name)).toEqual(['Shop', 'Contact abc123', 'Mei'])
  })

  it('knows every account, the one written to last first (P8)', () => {
    expect(contacts[0]?.routes.map(({ id }) => id)).toEqual([2, 1])
    expect(contacts[0]?.accounts).toEqual(['Studio', 'Shop'])
  })

  it('prefers the name the operator gave, whichever account it was given in', () => {
    const named = conversations.map((one) => (one.id === 1 ? { ...one, contactAlias: 'Boss' } : one))
    expect(contactsOf(named, accounts, t)[0]?.name).toBe('Boss')
  })
})

describe('found', () => {
  const by = (typed: string) => found(contacts, typed, plainMatch).map(({ name }) => name)

  it('looks at names, accounts and the end of the id', () => {
    expect(by('mei')).toEqual(['Mei'])
    expect(by('studio')).toEqual(['Shop'])
    expect(by('ABC1')).toEqual(['Contact abc123'])
    expect(by(' ')).toHaveLength(3)
    expect(by('nobody')).toEqual([])
  })

  it('has who is called so before who is only reached through an account called so', () => {
    const renamed = conversations.map((one) => (one.id === 4 ? { ...one, contactAlias: 'Shopper' } : one))
    const names = found(contactsOf(renamed, accounts, t), 'shop', plainMatch).map(({ name }) => name)
    expect(names).toEqual(['Shop', 'Shopper', 'Contact abc123'])
  })
})
