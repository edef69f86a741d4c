import type { Locator, Page } from '@playwright/test'
import { Conversation } from './conversation.ts'
import { Inbox } from './inbox.ts'

/** The accounts beside each other. */
export class SideBySide {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** All columns, from left to right. */
  get columns(): Locator {
    return this.#page.getByRole('region', { name: /^Column: / })
  }

  column(alias: string): Column {
    return new Column(this.#page, alias)
  }

  /** The names of the columns' accounts, from left to right. */
  async order(): Promise<string[]> {
    const labels = await this.columns.evaluateAll((columns) =>
      columns.map((column) => column.getAttribute('aria-label') ?? ''),
    )
    return labels.map((label) => label.replace('Column: ', ''))
  }

  get adder(): Locator {
    return this.#page.getByRole('button', { name: 'Add column' })
  }

  async add(alias: string): Promise<Column> {
    await this.adder.click()
    await this.#page.getByRole('menuitem', { name: alias, exact: true }).click()
    const column = this.column(alias)
    await column.region.waitFor()
    return column
  }
}

/** One account's column: its inbox, or a conversation opened in it. */
export class Column {
  readonly alias: string
  readonly region: Locator
  readonly inbox: Inbox
  readonly #page: Page

  constructor(page: Page, alias: string) {
    this.#page = page
    this.alias = alias
    this.region = page.getByRole('region', { name: `Column: ${alias}`, exact: true })
    this.inbox = new Inbox(this.region)
  }

  button(name: 'Remove column' | 'Move left' | 'Move right' | 'Back'): Locator {
    return this.region.getByRole('button', { name, exact: true })
  }

  /** The edge that changes the column's width. */
  get edge(): Locator {
    return this.#page.getByRole('separator', { name: `Width of the column ${this.alias}`, exact: true })
  }

  conversation(contact: string): Conversation {
    return new Conversation(this.region, contact)
  }

  /** Opens a conversation from the column's list. */
  async open(contact: string): Promise<Conversation> {
    await this.inbox.row(contact).getByRole('button').first().click()
    const conversation = this.conversation(contact)
    await conversation.region.waitFor()
    return conversation
  }
}
