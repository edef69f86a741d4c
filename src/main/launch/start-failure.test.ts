import { describe, expect, it } from 'vitest'
import { DatabaseTooNewError } from '#core/storage/database.ts'
import { describeStartFailure } from './start-failure.ts'

const failure = (fields: Record<string, unknown>) => Object.assign(new Error('raw /secret/path'), fields)

describe('a start that fails', () => {
  it.each([
    [new DatabaseTooNewError(99), /newer Linkboard/],
    [failure({ code: 'EROFS' }), /cannot be written to.*\(EROFS\)$/],
    [failure({ code: 'EACCES' }), /cannot be written to/],
    [failure({ code: 'ENOSPC' }), /disk is full/],
    [failure({ code: 'ERR_SQLITE_ERROR', errcode: 13 }), /disk is full/],
    [failure({ code: 'ENOTDIR' }), /something else is where its files belong/],
    [failure({ code: 'ERR_SQLITE_ERROR', errcode: 14 }), /something else is where its files belong/],
    [failure({}), /could not be opened/],
    ['no error at all', /could not be opened/],
  ])('is told in one line with what to do, without the raw text: %s', (error, words) => {
    const line = describeStartFailure(error, 'en')
    expect(line).toMatch(words)
    expect(line).not.toMatch(/\n|secret/)
    expect(describeStartFailure(error, 'zh-CN')).toMatch(/[\u4e00-\u9fff]/)
  })
})
