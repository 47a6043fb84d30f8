import type { InlineText } from '../../../src/core/inline-text';
import type { TextRange } from '../../../src/core/text-range';

export function plainInline(text: string): InlineText {
  return { text, marks: [] };
}

/** The same text with words before it. */
export function prefixed(prefix: string, content: InlineText): InlineText {
  return prefix === '' ? content : joinInline([plainInline(prefix), content], '');
}

/** Texts one after another, their marks and edits moved along. */
export function joinInline(parts: readonly InlineText[], separator: string): InlineText {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  let offset = 0;
  const moved = parts.map(({ text, marks, edits = [] }) => {
    const shift = offset;
    offset += text.length + separator.length;
    return {
      marks: marks.map((mark) => shifted(mark, shift)),
      edits: edits.map((edit) => shifted(edit, shift)),
    };
  });
  const edits = moved.flatMap((part) => part.edits);
  return {
    text: parts.map(({ text }) => text).join(separator),
    marks: moved.flatMap(({ marks }) => marks),
    ...(edits.length === 0 ? {} : { edits }),
  };
}

function shifted<R extends TextRange>(range: R, by: number): R {
  return { ...range, start: range.start + by, end: range.end + by };
}
