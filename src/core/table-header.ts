const mostHeaderCharacters = 60;

/** How many rows below the first are looked at. */
const sampleRows = 20;

/**
 * Whether the first row plainly names the columns: short, different words above values of another kind or length.
 * A row of data taken for one would be repeated over other rows.
 */
export function startsWithHeader(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = rows;
  const below = rest.slice(0, sampleRows);
  const names = first.map((name) => name.trim());
  const filled = names.filter((name) => name !== '');
  if (below.length === 0 || filled.length < 2 || filled.length < names.length - 1) return false;
  if (new Set(filled).size < filled.length) return false;
  if (filled.some((name) => isValue(name) || name.length > mostHeaderCharacters)) return false;
  return names.some((name, column) => {
    const values = below.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '');
    if (name === '' || values.length === 0 || values.includes(name)) return false;
    const valueCount = values.filter(isValue).length;
    const length = values.reduce((sum, value) => sum + value.length, 0) / values.length;
    return valueCount > values.length * 0.6 || length > name.length * 2.5;
  });
}

/** A number, date, time, truth value, amount of money or share; not the name of anything. */
function isValue(text: string): boolean {
  if (/^(?:true|false|yes|no|是|否|n\/a|-)$/i.test(text)) return true;
  return /^[-+(]?[\p{Sc}]?\s?\d[\d\s.,:/-]*(?:[%\p{Sc})年月日T]|e[+-]?\d+|am|pm|[a-z]{1,3})?[\d\s.,:/-]*[日Z)]?$/iu.test(
    text,
  );
}
