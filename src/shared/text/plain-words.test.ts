import { expect, it } from 'vitest'
import { maskedWords, plainWords } from './plain-words.ts'

it.each([
  ['prepare failed', 'prepare failed'],
  ['ilink_user_id required', 'ilink_user_id required'],
  ['rate limited: try again in 30 s.', 'rate limited: try again in 30 s.'],
  ['发送失败，请稍后重试', '发送失败，请稍后重试'],
  ['(413) body too large!', '(413) body too large!'],
  ['bad context_token AARzJWAF8+x= here', 'bad context_token … here'],
  ['bad AARzJWAF8+x= 99aa88bb77cc66dd55ee', 'bad …'],
  ['token=AARzJWAF8 refused', '… refused'],
  ['/var/lib/ilink refused o9cq80x@im.wechat', '… refused …'],
  ['AbCdEfGhIjKlMnOpQrStUvWxYz failed', '… failed'],
  ['1234567890', null],
  ['发送失败AARzJWAF8', null],
  ['', null],
  [' \n', null],
])('of “%s” a window gets %j', (said, shown) => expect(maskedWords(said)).toBe(shown))

it.each([
  ['session timeout', 'session timeout'],
  ['rate limited: try again', null],
  ['bad AARzJWAF8', null],
])('of “%s” a log gets %j', (said, written) => expect(plainWords(said)).toBe(written))
