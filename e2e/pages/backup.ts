import type { Locator, Page } from '@playwright/test'
import type { App } from '../drivers/app.ts'

/** The dialogs that make and restore backups. */
export class BackupDialogs {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get creating(): Locator {
    return this.#page.getByRole('dialog', { name: 'Create backup' })
  }

  get automating(): Locator {
    return this.#page.getByRole('dialog', { name: 'Automatic backups' })
  }

  get restoring(): Locator {
    return this.#page.getByRole('dialog', { name: 'Restore backup' })
  }

  /** The question before everything here is replaced. */
  get replacing(): Locator {
    return this.#page.getByRole('alertdialog', { name: 'Replace everything on this computer?' })
  }

  get accounts(): Locator {
    return this.restoring.getByRole('list', { name: 'Accounts in the backup' }).getByRole('listitem')
  }

  /** Makes a backup from the settings; answers the name of its file. */
  async create(passphrase: string): Promise<string> {
    await this.#page.getByRole('button', { name: 'Create backup…' }).click()
    const dialog = this.creating
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await dialog.getByLabel('Repeat passphrase').fill(passphrase)
    await dialog.getByRole('button', { name: 'Create backup' }).click()
    const saved = (await dialog.getByRole('status').textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Done' }).click()
    return /Saved as (.+\.linkboard-backup)/.exec(saved)?.[1] ?? ''
  }

  /** Fills in where automatic backups go and what opens them, and turns them on. */
  async automate(folder: string, passphrase: string): Promise<void> {
    const dialog = this.automating
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder)
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await dialog.getByLabel('Repeat passphrase').fill(passphrase)
    await dialog.getByRole('button', { name: 'Turn on' }).click()
  }

  /** Chooses a file in the system's dialog, which host control answers. */
  async choose({ control }: App, file: string): Promise<void> {
    const answer = { kind: 'open', canceled: false, filePaths: [file] }
    await fetch(`${control}/dialogs/answer`, { method: 'POST', body: JSON.stringify(answer) })
    await this.restoring.getByRole('button', { name: 'Choose file…' }).click()
  }

  async open(passphrase: string): Promise<void> {
    await this.restoring.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await this.restoring.getByRole('button', { name: 'Open', exact: true }).click()
  }

  async restore(): Promise<void> {
    await this.restoring.getByRole('button', { name: 'Restore', exact: true }).click()
  }
}
