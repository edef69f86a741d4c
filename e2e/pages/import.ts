import type { Locator, Page } from '@playwright/test'

/** The dialog that copies accounts of other programs. */
export class Import {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The button that opens it, on the accounts screen and, where something was found, on the first one. */
  get opener(): Locator {
    return this.#page.getByRole('button', { name: 'Import…' })
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Import accounts' })
  }

  get folder(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Folder' })
  }

  button(name: 'Preview' | 'Import' | 'Done'): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  get table(): Locator {
    return this.dialog.getByRole('table', { name: 'Accounts found' })
  }

  /** What was found of one account. */
  row(name: string): Locator {
    return this.table.getByRole('row').filter({ has: this.choice(name) })
  }

  choice(name: string): Locator {
    return this.#page.getByRole('checkbox', { name: `Import ${name}`, exact: true })
  }

  /** What became of one account. */
  result(name: string): Locator {
    return this.dialog.getByRole('list', { name: 'Results' }).getByRole('listitem').filter({ hasText: name })
  }

  async preview(folder?: string): Promise<void> {
    if (folder !== undefined) await this.folder.fill(folder)
    await this.button('Preview').click()
    await this.table.waitFor()
  }
}
