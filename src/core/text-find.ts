import { startsUnspaced } from './cjk';
import type { TextRange } from './text-range';

/** Little enough to be looked through well within a frame. */
const sliceCharacters = 50_000;
/** How far what is found may reach into the next slice. */
const overlapCharacters = 1000;

/**
 * Finds what a person types, as it is written: any case, width and accent, and any white space where there is some.
 * Between Chinese or Japanese characters a line may end. Yields slice by slice, so that whoever asks can rest between.
 */
export function* findInText(text: string, query: string): Generator<readonly TextRange[]> {
  const pattern = patternOf(query.slice(0, overlapCharacters / 4));
  if (!pattern) return;
  // What was found last may reach into the slice that follows.
  let from = 0;
  for (let at = 0; at < text.length; at += sliceCharacters) {
    const slice = foldSameLength(text.slice(at, at + sliceCharacters + overlapCharacters));
    const found: TextRange[] = [];
    pattern.lastIndex = Math.max(0, from - at);
    for (let match = pattern.exec(slice); match; match = pattern.exec(slice)) {
      if (match.index >= sliceCharacters) break;
      from = at + match.index + match[0].length;
      found.push({ start: at + match.index, end: from });
    }
    yield found;
  }
}

function patternOf(query: string): RegExp | undefined {
  const wanted = foldSameLength(query.trim()).replace(/\s+/g, ' ');
  if (wanted === '') return undefined;
  let source = '';
  let wasUnspaced = false;
  for (const character of wanted) {
    const isUnspaced = startsUnspaced(character);
    if (isUnspaced && wasUnspaced) source += '\\s{0,3}';
    source += character === ' ' ? '\\s+' : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    wasUnspaced = isUnspaced;
  }
  return new RegExp(source, 'g');
}

/** Accented Latin letters, wide and narrow forms, and signs that are written in several ways. */
const variants = /[\u00a0\u00c0-\u024f\u1e00-\u1eff\u2010-\u2015\u2018-\u201f\u2212\u3000\uff01-\uff9d]/g;

/** Folds units one by one, so that offsets stay what they are. */
function foldSameLength(text: string): string {
  const lower = text.toLowerCase();
  // Few characters have a lower case of another length; a text with one keeps such characters as they are.
  const cased =
    lower.length === text.length
      ? lower
      : text.replace(/[^]/g, (unit) => (unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit));
  return cased.replace(variants, foldUnit);
}

function foldUnit(unit: string): string {
  if (/[\u2018-\u201b]/.test(unit)) return "'";
  if (/[\u201c-\u201f]/.test(unit)) return '"';
  if (/[\u2010-\u2015\u2212]/.test(unit)) return '-';
  const folded = unit.normalize('NFKD').charAt(0).toLowerCase();
  return unit.normalize('NFKC').length === 1 && folded !== '' ? folded : unit;
}
