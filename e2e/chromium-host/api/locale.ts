/** The system's languages as BCP 47 tags, most preferred first. */
export function systemLanguages(env: NodeJS.ProcessEnv = process.env): string[] {
  if (process.platform === 'win32' || process.platform === 'darwin') {
    return [Intl.DateTimeFormat().resolvedOptions().locale]
  }
  const list = (env['LANGUAGE'] ?? '').split(':')
  const single = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  const tags = [...list, single].map(tagOf).filter((tag) => tag !== '')
  return tags.length === 0 ? ['en-US'] : [...new Set(tags)]
}

/** `zh_CN.UTF-8@pinyin` is `zh-CN`; the C locale is no language. */
function tagOf(locale: string): string {
  const tag = locale.replace(/[.@].*$/, '').replaceAll('_', '-')
  return tag === 'C' || tag === 'POSIX' ? '' : tag
}
