import { AppError } from '../../../src/core/app-error';

/** The parser's time grows with the square of the depth; at this depth it takes a second. */
const deepest = 20_000;

/** Elements that the parser closes by itself, or that hold nothing. */
const unnested = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'p li dt dd tr td th thead tbody tfoot option optgroup html head body'
  ).split(' '),
);

/** Throws AppError `too-complex` for a source whose elements nest beyond all use; a single pass over its tags. */
export function refuseTooDeep(source: string): void {
  if (source.length < deepest * 3) return;
  const counter = new DepthCounter();
  for (const [tag, slash = '', name = ''] of source.matchAll(/<(\/?)([a-z][^\s/>]{0,32})/gi)) {
    if (tag !== '' && !unnested.has(name.toLowerCase())) counter.add(slash === '' ? 1 : -1);
  }
}

/** Counts the elements that are open. Throws AppError `too-complex` beyond all use. */
class DepthCounter {
  #depth = 0;

  add(change: 1 | -1): void {
    this.#depth = Math.max(0, this.#depth + change);
    if (this.#depth > deepest) throw new AppError('too-complex', 'The file nests its elements without end.');
  }
}
