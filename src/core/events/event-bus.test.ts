import { describe, expect, it } from 'vitest'
import type { FailurePlace } from '#core/diagnostics/log-event.ts'
import { Database } from '#core/storage/database.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { DomainEvent } from './domain-event.ts'
import { EventBus, type Subscriber } from './event-bus.ts'

const TEMPLATES: DomainEvent = { kind: 'templates-changed' }
const INFO: DomainEvent = { kind: 'app-info-changed' }
const BACKUP: DomainEvent = { kind: 'backup-changed', task: null }
const BROADCAST: DomainEvent = { kind: 'broadcast-changed', broadcastId: 1 as BroadcastId }

/** A bus whose subscribers write down what they are told, each under its name. */
function createTestBus() {
  const database = new Database(':memory:')
  database.sql('CREATE TABLE noted (name TEXT UNIQUE)').run()
  const told: string[] = []
  const failures: [FailurePlace, unknown][] = []
  const bus = new EventBus(database, (place, error) => failures.push([place, error]))
  const note = (name: string) => database.sql('INSERT INTO noted (name) VALUES (?)').run(name)
  const noted = () =>
    database
      .sql('SELECT name FROM noted ORDER BY rowid')
      .all()
      .map((row) => String(row['name']))
  function subscriber(name: string, also: (event: DomainEvent) => void = () => {}): Subscriber {
    return {
      place: 'media',
      handle(event) {
        told.push(`${name}: ${event.kind}`)
        also(event)
      },
    }
  }
  return { bus, database, failures, note, noted, subscriber, told }
}

describe('an event', () => {
  it('is told at once outside of a transaction, to everybody in their order', () => {
    const { bus, subscriber, told } = createTestBus()
    bus.subscribe(subscriber('first'), subscriber('second'))
    bus.subscribe(subscriber('third'))
    bus.raise(INFO)
    expect(told).toEqual(['first: app-info-changed', 'second: app-info-changed', 'third: app-info-changed'])
  })

  it('that is raised in a transaction is told once it is committed, before it returns', () => {
    const { bus, database, note, noted, subscriber, told } = createTestBus()
    bus.subscribe(subscriber('one', () => database.transaction(() => note('by the subscriber'))))
    const toldWithin = database.transaction(() => {
      bus.raise(INFO)
      note('by the transaction')
      return [...told]
    })
    expect(toldWithin).toEqual([])
    expect(told).toEqual(['one: app-info-changed'])
    expect(noted()).toEqual(['by the transaction', 'by the subscriber'])
  })

  it('waits for the outermost transaction', () => {
    const { bus, database, subscriber, told } = createTestBus()
    bus.subscribe(subscriber('one'))
    const toldBetween = database.transaction(() => {
      database.transaction(() => bus.raise(INFO))
      return [...told]
    })
    expect(toldBetween).toEqual([])
    expect(told).toEqual(['one: app-info-changed'])
  })

  it('is dropped when its transaction is rolled back, and those of the next one are not', () => {
    const { bus, database, subscriber, told } = createTestBus()
    bus.subscribe(subscriber('one'))
    const fail = () =>
      database.transaction(() => {
        bus.raise(INFO)
        bus.raise(TEMPLATES)
        throw new Error('no')
      })
    expect(fail).toThrow('no')
    expect(told).toEqual([])
    bus.raise(BACKUP)
    database.transaction(() => bus.raise(BROADCAST))
    expect(told).toEqual(['one: backup-changed', 'one: broadcast-changed'])
  })

  it('is dropped when the commit itself fails', () => {
    const { bus, database, subscriber, told } = createTestBus()
    database.sql('CREATE TABLE owners (id INTEGER PRIMARY KEY)').run()
    database
      .sql('CREATE TABLE pets (owner INTEGER REFERENCES owners (id) DEFERRABLE INITIALLY DEFERRED)')
      .run()
    bus.subscribe(subscriber('one'))
    const fail = () =>
      database.transaction(() => {
        bus.raise(INFO)
        database.sql('INSERT INTO pets (owner) VALUES (1)').run()
      })
    expect(fail).toThrow('FOREIGN KEY')
    expect(told).toEqual([])
  })
})

describe('what a subscriber raises', () => {
  it('comes after the event it was told of, and after what was raised before, and before the raiser goes on', () => {
    const { bus, database, subscriber, told } = createTestBus()
    bus.subscribe(
      subscriber('one', ({ kind }) => {
        if (kind === 'app-info-changed') database.transaction(() => bus.raise(BROADCAST))
      }),
      subscriber('two'),
    )
    const seen = database.transaction(() => {
      bus.raise(INFO)
      bus.raise(TEMPLATES)
      return told.length
    })
    expect(seen).toBe(0)
    expect(told).toEqual([
      'one: app-info-changed',
      'two: app-info-changed',
      'one: templates-changed',
      'two: templates-changed',
      'one: broadcast-changed',
      'two: broadcast-changed',
    ])
  })
})

describe('a subscriber that fails', () => {
  it('is told of with its place, and reaches neither the raiser nor the others', () => {
    const { bus, database, failures, note, noted, subscriber, told } = createTestBus()
    const broken = new Error('broken')
    bus.subscribe(
      subscriber('one', () => {
        throw broken
      }),
      subscriber('two'),
    )
    database.transaction(() => {
      bus.raise(INFO)
      note('kept')
    })
    bus.raise(TEMPLATES)
    expect(noted()).toEqual(['kept'])
    expect(failures).toEqual([
      ['media', broken],
      ['media', broken],
    ])
    expect(told.filter((line) => line.startsWith('two'))).toEqual([
      'two: app-info-changed',
      'two: templates-changed',
    ])
  })

  it('in a transaction of its own loses what that one raised, and nothing else', () => {
    const { bus, database, failures, subscriber, told } = createTestBus()
    bus.subscribe(
      subscriber('one', ({ kind }) => {
        if (kind !== 'app-info-changed') return
        bus.raise(TEMPLATES)
        database.transaction(() => {
          bus.raise(BROADCAST)
          throw new Error('rolled back')
        })
      }),
    )
    bus.raise(INFO)
    expect(told).toEqual(['one: app-info-changed', 'one: templates-changed'])
    expect(failures).toHaveLength(1)
  })
})
