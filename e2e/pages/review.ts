import type { Locator, Page } from '@playwright/test'

/** The sheet in which files are looked at before they go out. */
export class Review {
  readonly dialog: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Review and send' })
  }

  get files(): Locator {
    return this.dialog.getByRole('list', { name: 'Files' }).getByRole('listitem')
  }

  get caption(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Caption' })
  }

  get recipient(): Locator {
    return this.dialog.getByRole('combobox', { name: 'Recipient' })
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  /** Sends and waits until the sheet has gone. */
  async send(): Promise<void> {
    await this.button('Send').click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
