import type { Locator, Page } from '@playwright/test'

/** The dialog with the sign-in codes. */
export class AddAccount {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Add account' })
  }

  /** The button that opens it, on the first screen and in the rail. */
  get opener(): Locator {
    return this.#page.getByRole('button', { name: 'Add account', exact: true }).first()
  }

  /** One code of the dialog, numbered from 1. */
  code(number = 1): Locator {
    return this.dialog.getByRole('group', { name: new RegExp(`^Code ${number}(:|$)`) })
  }

  picture(number = 1): Locator {
    return this.code(number).getByRole('img', { name: 'Sign-in QR code' })
  }

  status(number = 1): Locator {
    return this.code(number).getByRole('status')
  }

  /** The name of the account that one code signed in. */
  aliasOf(number: number): Locator {
    return this.code(number).getByRole('textbox', { name: 'Alias' })
  }

  pairingCode(number = 1): Locator {
    return this.code(number).getByRole('textbox', { name: 'Pairing code' })
  }

  button(name: string, number = 1): Locator {
    return this.code(number).getByRole('button', { name, exact: true })
  }

  get alias(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Alias' })
  }

  get done(): Locator {
    return this.dialog.getByRole('button', { name: 'Done' })
  }

  async open(): Promise<void> {
    await this.opener.click()
    await this.dialog.waitFor()
  }

  /** Puts one more code on screen and waits until it can be scanned. */
  async another(number: number, label = ''): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Another code' }).click()
    await this.picture(number).waitFor()
    if (label === '') return
    const field = this.code(number).getByRole('textbox', { name: 'Label' })
    await field.fill(label)
    await field.press('Enter')
    await this.dialog.getByRole('group', { name: `Code ${number}: ${label}` }).waitFor()
  }

  /** Waits until the owner has confirmed, names the account and leaves the dialog. */
  async finish(alias: string): Promise<void> {
    await this.alias.fill(alias)
    await this.done.click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
