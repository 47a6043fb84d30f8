/** What a text field holds, and what of it is selected. */
export interface FieldText {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** One stretch that takes the place of another, and what is selected then; small however long the text is. */
export interface FieldEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

const listMark = /^([ \t]*)((?:>[ \t]?)*)([ \t]*)(?:([-+*])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?/;
const quoteMark = /^[ \t]*(?:>[ \t]?)+/;
const fence = /^ {0,3}(?:`{3,}|~{3,})/;
const indent = '  ';

/**
 * What Enter does within a list or a quote: it goes on on the next line, and where the item is empty, it ends. Undefined
 * where a plain new line is meant.
 */
export function continueLine(field: FieldText): FieldEdit | undefined {
  const { text, start, end } = field;
  const line = lineAt(text, start);
  if (end > line.end || isInCode(text, line.start)) return undefined;
  const content = text.slice(line.start, line.end);
  const item = listMark.exec(content);
  const mark = item?.[0] ?? quoteMark.exec(content)?.[0];
  if (mark === undefined || start < line.start + mark.length) return undefined;
  if (content.slice(mark.length).trim() === '') return replaced(line.start, line.end, '');
  return replaced(start, end, `\n${item ? nextMark(item) : mark}`);
}

/** Moves the list items of the selected lines a step in or out; undefined where one of them is none. */
export function indentItems({ text, start, end }: FieldText, steps: 1 | -1): FieldEdit | undefined {
  const first = lineAt(text, start);
  const last = lineAt(text, end > start && text[end - 1] === '\n' ? end - 1 : end);
  const lines = text.slice(first.start, last.end).split('\n');
  if (!lines.every((line) => listMark.test(line))) return undefined;
  const moved = lines.map((line) =>
    steps === 1 ? indentOf(line) + line : line.replace(/^(?:\t| {1,4})/, (space) => outdented(space, line)),
  );
  const insert = moved.join('\n');
  const firstChange = (moved[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const newStart = Math.max(first.start, start + firstChange);
  const newEnd =
    start === end ? newStart : Math.max(newStart, end + insert.length - (last.end - first.start));
  return { from: first.start, to: last.end, insert, start: newStart, end: newEnd };
}

/** Puts signs around what is selected, or takes away those that are there. */
export function toggleAround({ text, start, end }: FieldText, sign: '**' | '*'): FieldEdit {
  const { length } = sign;
  const selected = text.slice(start, end);
  if (isAround(text, start, end, sign)) {
    return {
      from: start - length,
      to: end + length,
      insert: selected,
      start: start - length,
      end: end - length,
    };
  }
  // Spaces at the ends would keep Markdown from seeing the signs.
  const [, before = '', words = '', after = ''] = /^(\s*)([^]*?)(\s*)$/.exec(selected) ?? [];
  const at = start + before.length + length;
  return {
    from: start,
    to: end,
    insert: `${before}${sign}${words}${sign}${after}`,
    start: at,
    end: at + words.length,
  };
}

/** `*` beside another one is half of `**`, unless there are three. */
function isAround(text: string, start: number, end: number, sign: '**' | '*'): boolean {
  const stars = Math.min(
    /\**$/.exec(text.slice(Math.max(0, start - 3), start))?.[0].length ?? 0,
    /^\**/.exec(text.slice(end, end + 3))?.[0].length ?? 0,
  );
  return sign === '**' ? stars >= 2 : stars === 1 || stars === 3;
}

function nextMark(item: RegExpExecArray): string {
  const [, outer = '', quote = '', inner = '', bullet, number, stop = '', space = ' ', task] = item;
  const mark = bullet ?? `${Number(number) + 1}${stop}`;
  return `${outer}${quote}${inner}${mark}${space}${task === undefined ? '' : '[ ] '}`;
}

/** As wide as the mark of a number, so that the item becomes a part of the one above. */
function indentOf(line: string): string {
  const [, , , , , number, stop] = listMark.exec(line) ?? [];
  if (line.startsWith('\t')) return '\t';
  return number === undefined ? indent : ' '.repeat(number.length + (stop ?? '').length + 1);
}

function outdented(space: string, line: string): string {
  if (space === '\t') return '';
  return space.slice(Math.min(space.length, indentOf(line).length));
}

/** Whether fences above have opened a block of code that goes on here. */
function isInCode(text: string, lineStart: number): boolean {
  if (!text.includes('```') && !text.includes('~~~')) return false;
  let isOpen = false;
  for (const line of text.slice(0, lineStart).split('\n')) if (fence.test(line)) isOpen = !isOpen;
  return isOpen;
}

function lineAt(text: string, at: number): { readonly start: number; readonly end: number } {
  const end = text.indexOf('\n', at);
  return { start: at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1, end: end < 0 ? text.length : end };
}

function replaced(from: number, to: number, insert: string): FieldEdit {
  const at = from + insert.length;
  return { from, to, insert, start: at, end: at };
}
