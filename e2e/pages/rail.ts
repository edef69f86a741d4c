import type { Locator, Page } from '@playwright/test'

/** The names of the main screens that exist. */
export type ScreenName = 'Inbox' | 'Side by side' | 'Broadcasts' | 'Accounts' | 'Settings'

/** The rail: main navigation and account list. */
export class Rail {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get navigation(): Locator {
    return this.#page.getByRole('navigation', { name: 'Main' })
  }

  link(name: ScreenName): Locator {
    return this.navigation.getByRole('link', { name })
  }

  async goTo(name: ScreenName): Promise<void> {
    await this.link(name).click()
  }

  get accounts(): Locator {
    return this.#page.getByRole('list', { name: 'Account list' }).getByRole('listitem')
  }

  /** An account's row; its label goes on with the state and the number of unread conversations. */
  account(alias: string): Locator {
    return this.#page
      .getByRole('list', { name: 'Account list' })
      .getByRole('listitem', { name: new RegExp(`^${alias}, `) })
  }
}
