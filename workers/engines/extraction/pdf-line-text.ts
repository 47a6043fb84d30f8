import type { EditedTextBuilder } from '../../../src/core/cleaning/edited-text-builder';
import type { TextLine } from './pdf-lines';

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const unmapped = /[\u0000-\u0008\u000B-\u001F\u007F]+/g;

/**
 * Adds a line as it can be read, with the notes of what it says itself: glyphs that their font gives no meaning come
 * as control characters, which part words at most, and fields and notes are none of the page's own words.
 */
export function appendLine(
  builder: EditedTextBuilder,
  { text, note }: Pick<TextLine, 'text' | 'note'>,
): void {
  let at = 0;
  for (const { 0: found, index } of text.matchAll(unmapped)) {
    builder.append(text.slice(at, index));
    at = index + found.length;
    const isBetween = /\S$/.test(text.slice(0, index)) && /^\S/.test(text.slice(at));
    builder.replace('unmapped', found, isBetween ? ' ' : '');
  }
  builder.append(text.slice(at));
  if (note !== undefined) builder.replace('annotation', '', text === '' ? note : ` ${note}`);
}
