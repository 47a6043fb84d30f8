import { onDemand } from '../core/on-demand';
import { languageTag, type Locale } from './locale';

export interface Format {
  readonly number: (value: number) => string;
  /** With the unit that suits the size. */
  readonly bytes: (value: number) => string;
  readonly percent: (fraction: number) => string;
  /** A length of time, in seconds below a minute and in minutes above. */
  readonly duration: (ms: number) => string;
  /** The time for today, the day and month for this year, the date for what is older. */
  readonly moment: (time: number, now?: number) => string;
  /** Day and time, in full. */
  readonly date: (time: number) => string;
  readonly list: (items: readonly string[]) => string;
  /** One after another; Chinese puts no space between them. Those that are empty are left out. */
  readonly sentences: (sentences: readonly string[]) => string;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function createFormat(locale: Locale): Format {
  const tag = languageTag(locale);
  // The first of each kind reads the language's data: tens of milliseconds that a starting page has better uses for.
  const number = onDemand(() => new Intl.NumberFormat(tag));
  const percent = onDemand(() => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }));
  const list = onDemand(() => new Intl.ListFormat(tag, { type: 'conjunction' }));
  const withUnit = (value: number, unit: string, digits: number): string =>
    new Intl.NumberFormat(tag, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    })
      .format(value)
      // As everywhere here, a space stands between digits and Han.
      .replace(/(\d)(?=\p{Script=Han})/u, '$1 ');

  return {
    number: (value) => number().format(value),
    bytes: (value) => {
      const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), byteUnits.length - 1);
      const scaled = value / 1000 ** power;
      // Both languages write them alike; the browser's own data on numbers takes a phone's page 0.3 seconds to read.
      const rounded = power > 0 && scaled < 10 ? Math.round(scaled * 10) / 10 : Math.round(scaled);
      return `${rounded} ${byteUnits[power] ?? 'B'}`;
    },
    // What is not whole is not called whole.
    percent: (fraction) => percent().format(Math.floor(fraction * 100 + 1e-9) / 100),
    duration: (ms) => {
      const seconds = ms / 1000;
      if (seconds >= 59.5) return withUnit(Math.ceil(seconds / 60), 'minute', 0);
      return withUnit(seconds, 'second', seconds < 10 ? 1 : 0);
    },
    moment: (time, now = Date.now()) => {
      const date = new Date(time);
      const today = new Date(now);
      if (date.toDateString() === today.toDateString()) {
        return date.toLocaleTimeString(tag, { hour: '2-digit', minute: '2-digit' });
      }
      const isThisYear = date.getFullYear() === today.getFullYear();
      return date.toLocaleDateString(
        tag,
        isThisYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
      );
    },
    date: (time) => new Date(time).toLocaleString(tag, { dateStyle: 'medium', timeStyle: 'short' }),
    list: (items) => list().format(items),
    sentences: (sentences) =>
      sentences.filter((sentence) => sentence !== '').join(locale === 'zh' ? '' : ' '),
  };
}
