import { en, type Messages } from '../i18n/en';
import { createFormat, type Format } from '../i18n/format';
import { languageTag, preferredLocale, type Locale } from '../i18n/locale';
import { zh } from '../i18n/zh';
import type { SettingsState } from './settings-state.svelte';

const messagesByLocale: Readonly<Record<Locale, Messages>> = { en, zh };
const formatByLocale: Readonly<Record<Locale, Format>> = { en: createFormat('en'), zh: createFormat('zh') };

/** The words and number formats of the language that the person chose, or that the browser prefers. */
export class LocaleState {
  readonly #settings: SettingsState;
  #browserLanguages = $state.raw<readonly string[]>(navigator.languages);

  constructor(settings: SettingsState) {
    this.#settings = settings;
    $effect.pre(() => {
      const read = () => (this.#browserLanguages = navigator.languages);
      window.addEventListener('languagechange', read);
      return () => {
        window.removeEventListener('languagechange', read);
      };
    });
  }

  readonly locale: Locale = $derived.by(() => {
    const chosen = this.#settings.current.locale;
    return chosen === 'system' ? preferredLocale(this.#browserLanguages) : chosen;
  });

  get messages(): Messages {
    return messagesByLocale[this.locale];
  }

  get format(): Format {
    return formatByLocale[this.locale];
  }

  /** For the `lang` attribute. */
  get tag(): string {
    return languageTag(this.locale);
  }
}
