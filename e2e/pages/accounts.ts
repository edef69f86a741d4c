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

  /** What a row is dragged by; the default has none. */
  handle(alias: string): Locator {
    return this.table.getByRole('button', { name: `Move ${alias}`, exact: true })
  }

  heading(name: string): Locator {
    return this.table.getByRole('columnheader', { name })
  }

  /** The aliases from top to bottom. */
  async order(): Promise<string[]> {
    const names = await this.table.getByRole('button', { name: /^Actions for / }).all()
    const labels = await Promise.all(names.map((name) => name.getAttribute('aria-label')))
    return labels.map((label) => (label ?? '').replace('Actions for ', ''))
  }

  async choose(alias: string, action: string): Promise<void> {
    await this.actions(alias).click()
    await this.#page.getByRole('menuitem', { name: action, exact: true }).click()
  }

  /** The question about signing out or removing. */
  get question(): Locator {
    return this.#page.getByRole('alertdialog')
  }

  async rename(alias: string, next: string): Promise<void> {
    await this.choose(alias, 'Rename…')
    const dialog = this.#page.getByRole('dialog', { name: 'Rename account' })
    await dialog.getByRole('textbox', { name: 'Name' }).fill(next)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await this.actions(next).waitFor()
  }
}
