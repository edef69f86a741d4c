import type { Locator, Page } from '@playwright/test'

/** The diagnostics part of the settings. */
export class Diagnostics {
  readonly region: Locator

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'Diagnostics' })
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true })
  }

  get account(): Locator {
    return this.region.getByRole('combobox', { name: 'Account', exact: true })
  }

  get timeline(): Locator {
    return this.region.getByRole('list', { name: 'Timeline' })
  }

  get quarantine(): Locator {
    return this.region.getByRole('list', { name: 'Messages that could not be read' })
  }
}
