import type { Locator, Page } from '@playwright/test'
import { Accounts } from './accounts.ts'
import { AddAccount } from './add-account.ts'
import { Broadcasts } from './broadcasts.ts'
import { Conversation } from './conversation.ts'
import { Import } from './import.ts'
import { Inbox } from './inbox.ts'
import { NewMessage } from './new-message.ts'
import { Rail } from './rail.ts'
import { Review } from './review.ts'
import { SettingsScreen } from './settings.ts'
import { SideBySide } from './side-by-side.ts'

/** The app's window by roles and names, as the contract for outside checks states them. */
export class Linkboard {
  readonly page: Page
  readonly rail: Rail
  readonly inbox: Inbox
  readonly addAccount: AddAccount
  readonly accounts: Accounts
  readonly importing: Import
  readonly settings: SettingsScreen
  readonly sideBySide: SideBySide
  readonly newMessage: NewMessage
  readonly review: Review
  readonly broadcasts: Broadcasts

  constructor(page: Page) {
    this.page = page
    this.rail = new Rail(page)
    this.inbox = new Inbox(page)
    this.addAccount = new AddAccount(page)
    this.accounts = new Accounts(page)
    this.importing = new Import(page)
    this.settings = new SettingsScreen(page)
    this.sideBySide = new SideBySide(page)
    this.newMessage = new NewMessage(page)
    this.review = new Review(page)
    this.broadcasts = new Broadcasts(page)
  }

  /** The choice of the very first start. */
  get practice(): Locator {
    return this.page.getByRole('button', { name: 'Try practice mode' })
  }

  /** What the app has to say to the operator across the window. */
  get notices(): Locator {
    return this.page.getByRole('region', { name: 'Notices' })
  }

  /** The conversation with a contact, open or not. */
  conversation(alias: string): Conversation {
    return new Conversation(this.page, alias)
  }

  /** Opens a conversation from the list. */
  async open(alias: string): Promise<Conversation> {
    const conversation = this.conversation(alias)
    await this.inbox.row(alias).getByRole('button').first().click()
    await conversation.region.waitFor()
    return conversation
  }
}
