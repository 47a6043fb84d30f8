import { beginningOf } from './beginning-of';
import { chineseSegmenter } from './chinese-segmenter';
import { oneLine } from './one-line';

/** A text on one line, of at most `mostUnits` UTF-16 units: what is longer ends after a whole word, with "…". */
export function shortened(text: string, mostUnits: number): string {
  const line = oneLine(text);
  if (line.length <= mostUnits) return line;
  const most = mostUnits - 1;
  // A word that fills the line by itself is cut.
  const cutWord = chineseSegmenter()
    .segment(line.slice(0, 2 * mostUnits))
    .containing(most);
  const end = cutWord !== undefined && cutWord.index > most / 2 ? cutWord.index : most;
  return `${beginningOf(line, end).replace(/[\s\p{Ps}\p{Pi}.,;:，、。；：-]+$/u, '')}…`;
}
