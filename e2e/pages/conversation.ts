import type { Locator, Page } from '@playwright/test'

/** Kinds of messages, as labels name them. */
export type Kind = 'Text' | 'Image' | 'Video' | 'Voice' | 'File' | 'Unsupported' | 'Could not be read'

/** States of own messages, as labels name them. */
export type State =
  | 'Queued'
  | 'Uploading'
  | 'Sending'
  | 'Accepted'
  | 'Unconfirmed'
  | 'Refused'
  | 'Cancelled'
  | 'Waiting for contact'

/** One conversation with its header, log and composer. */
export class Conversation {
  readonly alias: string
  readonly #place: Page | Locator

  /** `place` is where it was opened: the page, or one column. */
  constructor(place: Page | Locator, alias: string) {
    this.#place = place
    this.alias = alias
  }

  get region(): Locator {
    return this.#place.getByRole('region', { name: `Conversation with ${this.alias}`, exact: true })
  }

  get log(): Locator {
    return this.region.getByRole('log', { name: 'Messages' })
  }

  /** Messages of a kind that the contact wrote. */
  received(kind: Kind): Locator {
    return this.#articles(this.alias, kind, '')
  }

  /** Own messages of a kind in a state; texts in any state unless told. */
  own(state?: State, kind: Kind = 'Text'): Locator {
    return this.#articles('You', kind, state === undefined ? '(, [A-Z][a-z ]+)?' : `, ${state}`)
  }

  #articles(who: string, kind: Kind, state: string): Locator {
    return this.log.getByRole('article', { name: new RegExp(`^${who}, ${kind}, \\d\\d:\\d\\d${state}$`) })
  }

  get replyWindow(): Locator {
    return this.region.getByRole('meter', { name: 'Reply window' })
  }

  get messagesLeft(): Locator {
    return this.region.getByRole('meter', { name: 'Messages left' })
  }

  get box(): Locator {
    return this.region.getByRole('textbox', { name: 'Message', exact: true })
  }

  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true })
  }

  /** What waits until the contact has written. */
  get waiting(): Locator {
    return this.region.getByRole('region', { name: 'Waiting messages' })
  }

  /** Types a text and sends it with Enter. */
  async send(text: string): Promise<void> {
    await this.box.fill(text)
    await this.box.press('Enter')
  }
}
