import type { Language, Settings } from '#shared/model/settings.ts'

/** What a page is drawn in. */
export interface PageLook {
  readonly language: Language
  readonly theme: Settings['theme']
}

/** The built page with its language and theme, so that its script loads the right words and nothing is drawn in others first. */
export function withLook(html: string, { language, theme }: PageLook): string {
  return html.replace(/<html\b[^>]*>/, () => `<html lang="${language}" data-theme="${theme}">`)
}
