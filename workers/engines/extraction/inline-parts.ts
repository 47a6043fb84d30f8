import type { InlineText } from '../../../src/core/inline-text';

export function plainInline(text: string): InlineText {
  return { text, marks: [] };
}

/** The same text with words before it. */
export function prefixed(prefix: string, content: InlineText): InlineText {
  return prefix === '' ? content : joinInline([plainInline(prefix), content], '');
}

/** Texts one after another, their marks moved along. */
export function joinInline(parts: readonly InlineText[], separator: string): InlineText {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  let offset = 0;
  const marks = parts.flatMap((part) => {
    const shift = offset;
    offset += part.text.length + separator.length;
    return part.marks.map((mark) => ({ ...mark, start: mark.start + shift, end: mark.end + shift }));
  });
  return { text: parts.map(({ text }) => text).join(separator), marks };
}
