import type { Locator, Page } from '@playwright/test'

/** The dialog that reaches any known contact by name. */
export class NewMessage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get opener(): Locator {
    return this.#page.getByRole('button', { name: 'New message', exact: true })
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'New message' })
  }

  get to(): Locator {
    return this.dialog.getByRole('combobox', { name: 'To', exact: true })
  }

  /** The contacts on offer. */
  get options(): Locator {
    return this.#page.getByRole('option')
  }

  get through(): Locator {
    return this.dialog.getByRole('combobox', { name: 'Through' })
  }

  /** What the chosen way says: account, window, messages left. */
  get route(): Locator {
    return this.through.locator('option:checked')
  }

  get box(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Message', exact: true })
  }

  button(name: 'Send' | 'Send anyway' | 'Open conversation'): Locator {
    return this.dialog.getByRole('button', { name, exact: true })
  }

  /** Types a name and takes the first contact found. */
  async choose(typed: string, name: string): Promise<void> {
    await this.to.fill(typed)
    await this.#page.getByRole('option', { name, exact: true }).waitFor()
    await this.to.press('Enter')
    await this.box.waitFor()
  }
}
