import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeBase64 } from '../base64.ts'
import { createCodec } from './codec.ts'

const codec = createCodec(nodeBase64)
const roundTrip = (value: unknown): unknown => codec.decode(codec.encode(value))

describe('codec', () => {
  it('returns what structured clone returns, for any nesting of cloneable values', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(anything, (value) => {
        expect(roundTrip(value)).toEqual(structuredClone(value))
      }),
      { seed: 42 },
    )
  })

  it('tells the numbers apart that JSON does not', () => {
    expect(Object.is(roundTrip(-0), -0)).toBe(true)
    expect(roundTrip([Number.NaN, Number.POSITIVE_INFINITY])).toEqual([Number.NaN, Number.POSITIVE_INFINITY])
  })

  it('keeps undefined members and holes', () => {
    expect(Object.keys(Object(roundTrip({ a: undefined })))).toEqual(['a'])
    const list: unknown[] = [1]
    list[2] = 3
    const sparse = roundTrip(list)
    expect(sparse).toHaveLength(3)
    expect(1 in Object(sparse)).toBe(false)
  })

  it('keeps cycles and shared references', () => {
    const shared = { n: 1 }
    const value: { self?: unknown; both: unknown[] } = { both: [shared, shared] }
    value.self = value
    const copy = roundTrip(value) as typeof value
    expect(copy.self).toBe(copy)
    expect(copy.both[0]).toBe(copy.both[1])
  })

  it('keeps the kind, message and cause of an error', () => {
    const copy = roundTrip(new RangeError('far', { cause: new Date(5) }))
    expect(copy).toBeInstanceOf(RangeError)
    expect(copy).toMatchObject({ message: 'far', cause: new Date(5) })
  })

  it('sends a Buffer as the bytes it shows, and a class instance as a plain object', () => {
    class Point {
      x = 1
    }
    expect(roundTrip(Buffer.from('abc').subarray(1))).toEqual(new Uint8Array([98, 99]))
    expect(Object.getPrototypeOf(roundTrip(new Point()))).toBe(Object.prototype)
  })

  it('carries a member called __proto__ as data', () => {
    const copy = roundTrip(JSON.parse('{"__proto__": {"polluted": true}}'))
    expect(Object.hasOwn(Object(copy), '__proto__')).toBe(true)
    expect(Reflect.get(Object(copy), 'polluted')).toBeUndefined()
  })

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve(1)],
    ['a weak map', new WeakMap()],
    ['a function deep inside', { list: [{ f: () => 1 }] }],
    ['a blob', new Blob(['x'])],
  ])('refuses %s as Electron does', (_name, value) => {
    expect(() => codec.encode(value)).toThrow('An object could not be cloned.')
  })
})
