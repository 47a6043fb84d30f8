import { MediaQuery } from 'svelte/reactivity';
import type { Settings } from '../../services/app-services';

const prefersDark = new MediaQuery('prefers-color-scheme: dark');

/** Whether the app is shown dark; an effect that reads it runs again when that changes. */
export function isShownDark(theme: Settings['theme']): boolean {
  return theme === 'system' ? prefersDark.current : theme === 'dark';
}
