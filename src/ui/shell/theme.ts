import type { Settings } from '../../services/app-services';

const grounds = { light: '#faf8f3', dark: '#15171a' } as const;

/** `system` leaves the choice to the style sheet. The browser's own bars follow. */
export function applyTheme(theme: Settings['theme']): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    const ownTheme = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = grounds[theme === 'system' ? ownTheme : theme];
  }
}
