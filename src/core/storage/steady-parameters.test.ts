import { constants, DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withSteadyParameters } from './steady-parameters.ts'

let database: DatabaseSync
beforeEach(() => {
  database = new DatabaseSync(':memory:')
  database.exec(`CREATE TABLE people (id INTEGER PRIMARY KEY, town TEXT, name TEXT);
    CREATE TABLE towns (name TEXT PRIMARY KEY);
    INSERT INTO towns VALUES ('here'); INSERT INTO people VALUES (1, 'here', 'who?'), (2, 'here', NULL)`)
})
afterEach(() => database.close())

/** How often a statement is compiled while it runs five times. */
function compiled(text: string, value: number): number {
  let times = 0
  database.setAuthorizer((action) => {
    times += action === constants.SQLITE_SELECT ? 1 : 0
    return constants.SQLITE_OK
  })
  const statement = database.prepare(text)
  times = 0
  for (let run = 0; run < 5; run += 1) statement.all(value)
  database.setAuthorizer(null)
  return times
}

const JOIN = 'SELECT p.id FROM people p JOIN towns t ON t.name = p.town WHERE p.id = ?'

describe('a statement', () => {
  it('with a bare parameter is compiled whenever it runs, which is what this is for', () => {
    expect(compiled(JOIN, 1)).toBe(5)
  })

  it('is compiled once', () => {
    expect(compiled(withSteadyParameters(JOIN), 1)).toBe(0)
  })

  it('says the same, with its parameters where they were', () => {
    const text = `SELECT id, name = 'who?' AS isAsked, "name" AS name -- is it ? who knows
      FROM people WHERE id = ?2 AND town = ?1 LIMIT ?3`
    const steady = withSteadyParameters(text)
    expect(steady).toContain('id = +?2 AND town = +?1 LIMIT +?3')
    expect(database.prepare(steady).all('here', 1, 5)).toEqual(database.prepare(text).all('here', 1, 5))
    expect(database.prepare(steady).all('here', 1, 5)).toEqual([{ id: 1, isAsked: 1, name: 'who?' }])
  })

  it('finds rows by the same index, texts and numbers alike', () => {
    database.exec('CREATE INDEX people_of ON people (town, id) WHERE name IS NOT NULL')
    for (const text of [JOIN, 'SELECT 1 FROM people WHERE town = ? AND name IS NOT NULL ORDER BY id']) {
      const plan = (sql: string) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
      expect(plan(withSteadyParameters(text))).toEqual(plan(text))
    }
    const find = database.prepare(withSteadyParameters('SELECT id FROM people WHERE id = ? AND town = ?'))
    expect(find.all('2', 'here')).toEqual([{ id: 2 }])
  })
})
