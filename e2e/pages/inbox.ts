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

  /** A filter that stands in the group: one of the usual, or the chosen one. */
  filter(name: FilterName): Locator {
    return this.#place
      .getByRole('radiogroup', { name: 'Filter' })
      .getByRole('radio', { name: new RegExp(`^${name}( \\d+)?$`, 'u') })
  }

  /** Chooses a filter, from the menu where it does not stand in the group. */
  async choose(name: FilterName): Promise<void> {
    if ((await this.filter(name).count()) > 0) {
      await this.filter(name).check()
      return
    }
    await this.#place.getByRole('button', { name: 'More filters' }).click()
    const page = 'page' in this.#place ? this.#place.page() : this.#place
    await page.getByRole('menuitemradio', { name: new RegExp(`^${name}( \\d+)?$`, 'u') }).click()
  }
}

export type FilterName =
  | 'Open'
  | 'Unread'
  | 'Needs reply'
  | 'Closing soon'
  | 'Failed'
  | 'Unconfirmed'
  | 'Snoozed'
  | 'Done'
  | 'All'
