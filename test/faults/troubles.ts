import type { CellFault } from './rig.ts'

/** The kinds of trouble that any call can meet, by name; times by the quick clock. */
export const TROUBLES: Readonly<Record<string, CellFault>> = {
  delay: { kind: 'delay', ms: 1_000 },
  'drop before effect': { kind: 'dropBefore' },
  'drop after effect': { kind: 'dropAfter' },
  '500 before effect': { kind: 'status', status: 500 },
  '500 after effect': { kind: 'status', status: 500, effect: 'after' },
  '502': { kind: 'status', status: 502, body: '<html>bad gateway</html>' },
  '524 at once': { kind: 'status', status: 524 },
  '524 after a hold': { kind: 'status', status: 524, ms: 3_000 },
  redirect: { kind: 'status', status: 302 },
  'garbage before effect': { kind: 'garbage', effect: 'before' },
  'garbage after effect': { kind: 'garbage' },
  'JSON that is no object': { kind: 'garbage', body: '[1,2]' },
  'empty before effect': { kind: 'empty', effect: 'before' },
  'empty after effect': { kind: 'empty' },
  'cut off': { kind: 'cutOff' },
  slow: { kind: 'slow', ms: 200 },
  hang: { kind: 'hang' },
  refusal: { kind: 'ret', ret: -1, errmsg: 'system busy' },
  '−14 as ret': { kind: 'ret', ret: -14, errmsg: 'session timeout' },
  '−14 as errcode': { kind: 'ret', ret: -1, errcode: -14, errmsg: 'session timeout' },
  '−14 as errcode alone': { kind: 'ret', errcode: -14, errmsg: 'session timeout' },
}

function wrongTypeOf(field: string): string {
  return `wrong type of ${field}`
}

/** Members of an answer, each to be given a value of another type. */
export function wrongTypesOf(...fields: string[]): [string, CellFault][] {
  return fields.map((field) => [wrongTypeOf(field), { kind: 'wrongTypes', field }])
}

/** Whether a run has the cells of this trouble. */
export type CellFilter = (trouble: string) => boolean

/** Of the troubles and members above these stand for all in the short run. */
const REPRESENTATIVES: ReadonlySet<string> = new Set([
  'drop after effect',
  '500 before effect',
  'garbage after effect',
  'empty after effect',
  'cut off',
  'hang',
  'refusal',
  '−14 as ret',
  '−14 as errcode',
  ...['ret', 'message_id', 'from_user_id', 'text_item', 'msgs', 'bot_token', 'status'].map(wrongTypeOf),
])

/** The short run: one trouble of each kind, and every cell that only one call has. */
export const isRepresentative: CellFilter = (trouble) =>
  REPRESENTATIVES.has(trouble) || !(trouble in TROUBLES || trouble.startsWith(wrongTypeOf('')))

/** The long run. */
export const isAny: CellFilter = () => true
