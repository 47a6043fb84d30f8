import { shortNumber } from '../chart';

/** Formats that workbooks name by number only. Number 14 and 22 follow the country; here they are in ISO order. */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  11: '0.00E+00',
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'yyyy-mm-dd h:mm',
  27: 'yyyy"年"m"月"',
  30: 'm-d-yy',
  31: 'yyyy"年"m"月"d"日"',
  32: 'h"时"mm"分"',
  33: 'h"时"mm"分"ss"秒"',
  36: 'yyyy"年"m"月"',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss',
  57: 'yyyy"年"m"月"',
};

export function builtInFormat(id: number): string {
  return builtIn[id] ?? 'General';
}

/** A number as the sheet shows it: dates, times, shares, amounts, grouped digits. */
export function formatNumber(raw: string, code: string, isFrom1904: boolean): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  const section = sectionFor(code, value);
  if (/^(?:general|standard|@)?$/i.test(section.trim())) return shortNumber(raw);
  if (isDateFormat(section)) return formatDate(value, section, isFrom1904) ?? shortNumber(raw);
  return formatDigits(value, section, code) ?? shortNumber(raw);
}

/** A format has up to four parts: positive; negative; zero; text. */
function sectionFor(code: string, value: number): string {
  const sections = code.match(/(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\[])+/g) ?? [code];
  const [positive = '', negative = positive, zero = positive] = sections;
  if (value < 0) return negative;
  return value === 0 ? zero : positive;
}

function withoutLiterals(section: string): string {
  return section.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
}

function isDateFormat(section: string): boolean {
  return (
    /[ymdhs]/i.test(withoutLiterals(section).replace(/general/i, '')) &&
    !/[0#?]/.test(withoutLiterals(section).replace(/\.0+/, ''))
  );
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function formatDate(serial: number, section: string, isFrom1904: boolean): string | undefined {
  // Excel believes in a 29 February 1900, so that days before it count from one later.
  const days = isFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  if (days < 0 || days > 2_958_466) return undefined;
  const rounded = Math.round(days * 86_400) * 1000;
  const date = new Date(Date.UTC(1899, 11, 30) + rounded);
  const isHalfDay = /am\/pm|a\/p|上午\/下午/i.test(section);
  const tokens =
    section.match(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am\/pm|a\/p|上午\/下午|y+|m+|d+|h+|s+(?:\.0+)?|[^]/gi) ?? [];
  let wasHour = false;
  return tokens
    .map((token, index) => {
      const kind = token[0]?.toLowerCase() ?? '';
      if (kind === '"') return token.slice(1, -1);
      if (kind === '\\') return token.slice(1);
      if (kind === '_' || kind === '*') return '';
      if (kind === '[') {
        if (!/^\[(?:h+|m+|s+)\]$/i.test(token)) return '';
        const seconds = Math.round(serial * 86_400);
        wasHour = token[1]?.toLowerCase() === 'h';
        return `${Math.floor(seconds / elapsedUnit(token))}`;
      }
      if (/^(?:am\/pm|a\/p|上午\/下午)$/i.test(token)) return date.getUTCHours() < 12 ? 'AM' : 'PM';
      const two = (number: number) => `${number}`.padStart(2, '0');
      const size = token.length;
      if (kind === 'y') return size > 2 ? `${date.getUTCFullYear()}` : two(date.getUTCFullYear() % 100);
      if (kind === 'd') {
        if (size > 2) return (weekdays[date.getUTCDay()] ?? '').slice(0, size === 3 ? 3 : undefined);
        return size === 2 ? two(date.getUTCDate()) : `${date.getUTCDate()}`;
      }
      if (kind === 'h') {
        wasHour = true;
        const hours = isHalfDay ? date.getUTCHours() % 12 || 12 : date.getUTCHours();
        return size > 1 ? two(hours) : `${hours}`;
      }
      if (kind === 's') return size > 1 ? two(date.getUTCSeconds()) : `${date.getUTCSeconds()}`;
      if (kind === 'm') {
        const isMinute = wasHour || /^[^ymdh]*s/i.test(tokens.slice(index + 1).join(''));
        wasHour = false;
        if (isMinute) return size > 1 ? two(date.getUTCMinutes()) : `${date.getUTCMinutes()}`;
        const month = date.getUTCMonth();
        if (size > 2) return (months[month] ?? '').slice(0, size === 3 ? 3 : undefined);
        return size === 2 ? two(month + 1) : `${month + 1}`;
      }
      return token;
    })
    .join('')
    .trim();
}

function formatDigits(value: number, section: string, code: string): string | undefined {
  const pattern = /[0#?][0#?,]*(?:\.[0#?]*)?(?:E[+-][0#?]+)?/i.exec(withoutLiterals(section))?.[0];
  if (pattern === undefined || section.includes('/')) return undefined;
  const isShare = withoutLiterals(section).includes('%');
  const decimals = (/\.([0#?]*)/.exec(pattern)?.[1] ?? '').length;
  const optional = (/\.[0?]*(#*)/.exec(pattern)?.[1] ?? '').length;
  const thousands = /,+$/.exec(pattern.replace(/\..*$/, ''))?.[0].length ?? 0;
  const scaled = (isShare ? value * 100 : value) / 1000 ** thousands;
  const hasOwnSign = value < 0 && code.includes(';');
  const number = hasOwnSign ? Math.abs(scaled) : scaled;
  let digits: string;
  if (/E/i.test(pattern)) {
    digits = number
      .toExponential(Math.min(20, decimals))
      .replace(/e([+-])(\d)$/, 'E$10$2')
      .replace('e', 'E');
  } else {
    digits = number.toFixed(Math.min(20, decimals));
    if (optional > 0) digits = digits.replace(new RegExp(`\\.?0{1,${optional}}$`), '');
    if (pattern.replace(/,+$/, '').includes(','))
      digits = digits.replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g, ',');
    const whole = /^0+/.exec(pattern.replaceAll(',', ''))?.[0].length ?? 0;
    if (whole > 1) digits = digits.replace(/\d+/, (run) => run.padStart(whole, '0'));
  }
  return wrapped(section, digits);
}

/** What stands around the digits: currency signs, units, brackets. */
function wrapped(section: string, digits: string): string {
  const tokens = section.match(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[0#?.,]+(?:E[+-]0+)?|[^]/gi) ?? [];
  let isPlaced = false;
  return tokens
    .map((token) => {
      if (token.startsWith('"')) return token.slice(1, -1);
      if (token.startsWith('\\')) return token.slice(1);
      if (/^[_*]/.test(token)) return '';
      if (token.startsWith('[')) return /^\[\$([^-\]]*)/.exec(token)?.[1] ?? '';
      if (!/^[0#?.,]/.test(token)) return token;
      if (isPlaced) return '';
      isPlaced = true;
      return digits;
    })
    .join('')
    .trim();
}

/** The seconds in a unit of `[h]`, `[m]` or `[s]`. */
function elapsedUnit(token: string): number {
  return /^\[h/i.test(token) ? 3600 : /^\[m/i.test(token) ? 60 : 1;
}
