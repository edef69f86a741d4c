import type { Locator, Page } from '@playwright/test'

/** The screen of broadcasts: the list, the dialog for a new one, and the page of a run. */
export class Broadcasts {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'New broadcast' })
  }

  /** Opens the dialog from its screen. */
  async startNew(): Promise<void> {
    await this.#page.getByRole('link', { name: 'Broadcasts' }).click()
    await this.button('New broadcast').first().click()
    await this.dialog.waitFor()
  }

  button(name: string): Locator {
    return this.#page.getByRole('button', { name, exact: true })
  }

  get message(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Message', exact: true })
  }

  get fileInput(): Locator {
    return this.dialog.locator('input[type="file"]')
  }

  async next(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Next', exact: true }).click()
  }

  async back(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Back', exact: true }).click()
  }

  get segment(): Locator {
    return this.dialog.getByRole('combobox', { name: 'Segment', exact: true })
  }

  /** The checkbox of somebody, by the contact and the account they are reached through. */
  contact(name: string, account: string): Locator {
    return this.dialog
      .getByRole('table', { name: 'Contacts' })
      .getByRole('checkbox', { name: `${name} via ${account}`, exact: true })
  }

  /** Rows of a table of the plan. */
  planned(table: 'Included' | 'Skipped'): Locator {
    return this.dialog.getByRole('table', { name: table }).locator('tbody').getByRole('row')
  }

  /** Starts what the plan says, and confirms it. */
  async start(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Start broadcast', exact: true }).click()
    await this.question.getByRole('button', { name: 'Send', exact: true }).click()
    await this.dialog.waitFor({ state: 'hidden' })
  }

  /** Schedules what the plan says for one of the times that are offered. */
  async schedule(preset: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Schedule…', exact: true }).click()
    const dialog = this.#page.getByRole('dialog', { name: 'Start at a time' })
    await dialog.getByRole('button', { name: preset }).click()
    await dialog.getByRole('button', { name: 'Schedule', exact: true }).click()
    await this.dialog.waitFor({ state: 'hidden' })
  }

  get question(): Locator {
    return this.#page.getByRole('alertdialog')
  }

  /** Lines of the open run's ledger. */
  get recipients(): Locator {
    return this.#page.getByRole('table', { name: 'Recipients' }).locator('tbody').getByRole('row')
  }

  recipient(name: string): Locator {
    return this.recipients.filter({ has: this.#page.getByText(name, { exact: true }) })
  }

  get progress(): Locator {
    return this.#page.getByRole('main').getByRole('progressbar')
  }

  /** The state of the open run. */
  get state(): Locator {
    return this.#page
      .getByRole('main')
      .getByText(/^(Draft|Scheduled|Running|Paused|Stopped|Finished|Cancelled)$/)
  }
}
