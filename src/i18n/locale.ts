export type Locale = 'en' | 'zh';

/** The first of the browser's languages that the app speaks; English when it speaks none. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [primary] = language.toLowerCase().split('-');
    if (primary === 'zh') return 'zh';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

/** For the `lang` attribute and for Intl. */
export function languageTag(locale: Locale): string {
  return locale === 'zh' ? 'zh-CN' : 'en';
}
