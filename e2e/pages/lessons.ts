import type { Locator, Page } from '@playwright/test'

/** What the bar with the lessons says in a language. */
export interface LessonWords {
  readonly region: string
  readonly start: string
  readonly next: string
  readonly showMe: string
  readonly all: string
  readonly hide: string
  /** What begins what is said when one is done. */
  readonly done: string
}

export const ENGLISH_LESSONS: LessonWords = {
  region: 'Practice lessons',
  start: 'Start',
  next: 'Next lesson',
  showMe: 'Show me',
  all: 'All lessons',
  hide: 'Hide lessons',
  done: 'Done:',
}

/** The bar with the lessons of practice mode, worked by the keyboard. */
export class LessonsBar {
  readonly region: Locator
  readonly #page: Page
  readonly #words: LessonWords

  constructor(page: Page, words: LessonWords = ENGLISH_LESSONS) {
    this.#page = page
    this.#words = words
    this.region = page.getByRole('region', { name: words.region, exact: true })
  }

  /** What is to be done now, or what came of it. */
  get status(): Locator {
    return this.region.getByRole('status')
  }

  button(which: 'start' | 'next' | 'showMe' | 'hide'): Locator {
    return this.region.getByRole('button', { name: this.#words[which], exact: true })
  }

  async press(which: 'start' | 'next' | 'showMe' | 'hide'): Promise<void> {
    await this.button(which).press('Enter')
  }

  /** Begins a lesson by its number. */
  async begin(number: number): Promise<void> {
    await this.region.getByRole('button', { name: this.#words.all }).press('Enter')
    const entry = this.#page.getByRole('menuitemradio', { name: new RegExp(`^${number}\\. `) })
    await entry.press('Enter')
    await entry.waitFor({ state: 'hidden' })
  }

  /** Waits until the lesson before the operator is done. */
  async isDone(): Promise<void> {
    await this.status.filter({ hasText: this.#words.done }).waitFor()
  }
}
