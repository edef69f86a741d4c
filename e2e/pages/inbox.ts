import type { Locator, Page } from '@playwright/test'

/** The inbox: filters, order and rows. */
export class Inbox {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get list(): Locator {
    return this.#page.getByRole('list', { name: 'Conversations' })
  }

  get rows(): Locator {
    return this.list.getByRole('listitem')
  }

  /** The row of a contact, labelled exactly so. */
  row(alias: string): Locator {
    return this.list.getByRole('listitem', { name: alias, exact: true })
  }

  filter(name: 'All' | 'Unread' | 'Closing soon' | 'Failed'): Locator {
    return this.#page.getByRole('radiogroup', { name: 'Filter' }).getByRole('radio', { name })
  }
}
