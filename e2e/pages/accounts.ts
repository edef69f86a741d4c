import type { Locator, Page } from '@playwright/test'

/** The accounts screen. */
export class Accounts {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get table(): Locator {
    return this.#page.getByRole('table', { name: 'Accounts' })
  }

  row(alias: string): Locator {
    return this.table.getByRole('row').filter({ has: this.actions(alias) })
  }

  actions(alias: string): Locator {
    return this.#page.getByRole('button', { name: `Actions for ${alias}`, exact: true })
  }

  async choose(alias: string, action: string): Promise<void> {
    await this.actions(alias).click()
    await this.#page.getByRole('menuitem', { name: action, exact: true }).click()
  }
}
