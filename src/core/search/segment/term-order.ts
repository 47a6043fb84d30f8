/**
 * Sorts terms as their UTF-8 bytes are ordered, which is by code point. JavaScript orders by UTF-16 unit, which
 * differs only where characters beyond U+FFFF meet ones from U+E000 on.
 */
export function sortTerms(terms: string[]): string[] {
  return terms.some((term) => highUnit.test(term)) ? terms.sort(compareTerms) : terms.sort();
}

const highUnit = /[\ud800-\uffff]/;

/** Below 0 when `a` comes first. */
function compareTerms(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const unitOfA = a.charCodeAt(i);
    const unitOfB = b.charCodeAt(i);
    if (unitOfA !== unitOfB) return orderOf(unitOfA) - orderOf(unitOfB);
  }
  return a.length - b.length;
}

/** Surrogates stand for the highest code points. */
function orderOf(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
