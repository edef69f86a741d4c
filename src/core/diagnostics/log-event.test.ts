import { describe, expect, it } from 'vitest'
import { IlinkServerError, IlinkTransportError } from '#core/ilink/errors.ts'
import { Database } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import { toFailure } from './log-event.ts'

function thrownBy(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('what an error leaves in the log (P9)', () => {
  it('is its class, its codes and places in the code, and nothing of its message', () => {
    const secret = 'bot:0123456789abcdef'
    const error = Object.assign(
      new TypeError(`cannot read ${secret}\n    at secret (/home/me/${secret}.js:1:2)`),
      {
        code: 'ENOENT',
      },
    )
    const failure = toFailure(error)
    expect(failure).toMatchObject({ name: 'TypeError', codes: ['ENOENT'] })
    expect(failure.frames[0]).toMatch(/log-event\.test\.ts:\d+:\d+$/)
    expect(JSON.stringify(failure)).not.toMatch(/0123456789abcdef|home|\//)
  })

  it('tells the codes of our own errors, of the server and of the database', () => {
    expect(toFailure(new AppError('storage-full')).codes).toEqual(['storage-full'])
    const refused = new IlinkServerError({
      endpoint: 'sendmessage',
      ret: -2,
      errcode: null,
      errmsg: 'a secret',
    })
    expect(toFailure(refused)).toMatchObject({ name: 'IlinkServerError', codes: ['overloaded-code', '-2'] })
    const failed = new IlinkTransportError({
      endpoint: 'getupdates',
      kind: 'http',
      delivery: 'unknown',
      status: 502,
    })
    expect(toFailure(failed).codes).toEqual(['http', '502'])
    const broken = thrownBy(() => new Database(':memory:').sql('SELECT nothing'))
    expect(toFailure(broken).codes).toEqual(['ERR_SQLITE_ERROR', '1'])
  })

  it('holds no code that could be something else', () => {
    const odd = Object.assign(new Error('x'), {
      code: 'a code with blanks',
      errcode: 'é',
      kind: 'x'.repeat(41),
    })
    odd.name = 'a name with blanks'
    expect(toFailure(odd)).toMatchObject({ name: 'Error', codes: [] })
    expect(toFailure('thrown text')).toEqual({ name: 'unknown', codes: [], frames: [] })
  })
})
