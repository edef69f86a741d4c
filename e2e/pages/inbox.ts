import type { Locator, Page } from '@playwright/test'

/** The inbox: filters, order and rows. */
export class Inbox {
  readonly #place: Page | Locator

  /** `place` is where it stands: the page, or one column. */
  constructor(place: Page | Locator) {
    this.#place = place
  }

  get list(): Locator {
    return this.#place.getByRole('list', { name: 'Conversations' })
  }

  get rows(): Locator {
    return this.list.getByRole('listitem')
  }

  /** The row of a contact, labelled exactly so. */
  row(alias: string): Locator {
    return this.list.getByRole('listitem', { name: alias, exact: true })
  }

  filter(name: 'All' | 'Unread' | 'Closing soon' | 'Failed'): Locator {
    return this.#place.getByRole('radiogroup', { name: 'Filter' }).getByRole('radio', { name })
  }
}
