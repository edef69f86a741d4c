import type { Locator, Page } from '@playwright/test'

/** The settings screen. */
export class SettingsScreen {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** One value of a setting, by its word; every choice holds at once. */
  choice(word: string): Locator {
    return this.#page.getByRole('radio', { name: word, exact: true })
  }

  /** Something that is on or off. */
  toggle(name: string): Locator {
    return this.#page.getByRole('switch', { name })
  }
}
