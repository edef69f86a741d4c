import { describe, expect, it } from 'vitest'
import { addressSecrets } from './address-secrets.ts'

describe('the secrets of an upload address', () => {
  it('are the address and its values, as they stand and decoded, the longest first', () => {
    const address =
      'https://cdn.example/c2c/upload?encrypted_query_param=aB%2Bc%2FdeF%3D&filekey=0123456789abcdef'
    expect(addressSecrets(address, null)).toEqual([
      address,
      '0123456789abcdef',
      'aB%2Bc%2FdeF%3D',
      'aB+c/deF=',
    ])
  })

  it('are decoded in both ways in which a server may read a plus', () => {
    expect(addressSecrets('https://cdn.example/?p=abcdef+%3D%3D', null)).toEqual([
      'https://cdn.example/?p=abcdef+%3D%3D',
      'abcdef+%3D%3D',
      'abcdef ==',
      'abcdef+==',
    ])
  })

  it('are the parameter beside a whole address as well', () => {
    expect(addressSecrets('https://cdn.example/', 'parameter')).toEqual(['https://cdn.example/', 'parameter'])
    expect(addressSecrets('https://cdn.example/', 'short')).toEqual(['https://cdn.example/'])
  })

  it('are no short values, which are words of everybody', () => {
    expect(addressSecrets('https://cdn.example/?taskid=1234567&x#y', null)).toEqual([
      'https://cdn.example/?taskid=1234567&x#y',
    ])
  })
})
