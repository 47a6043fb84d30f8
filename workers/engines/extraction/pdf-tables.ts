import { splitAtGap, type TextLine } from './pdf-lines';

const fewestRows = 3;
const mostColumns = 12;

/** The table that begins at a line, or undefined: several lines parted at the same places, with short cells. */
export function tableAt(
  lines: readonly TextLine[],
  index: number,
): { readonly rows: readonly (readonly TextLine[])[]; readonly lines: readonly TextLine[] } | undefined {
  const first = cellsAt(lines, index);
  if (!first || first.length > mostColumns) return undefined;
  const rows: (readonly TextLine[])[] = [first];
  for (let next = index + 1; next < lines.length; next += 1) {
    const cells = cellsAt(lines, next);
    const previous = rows.at(-1);
    if (!cells || !previous || !isNextRow(cells, previous) || !rows.every((row) => isAligned(cells, row)))
      break;
    rows.push(cells);
  }
  if (rows.length < fewestRows || !hasTableCells(rows)) return undefined;
  return { rows, lines: lines.slice(index, index + rows.length) };
}

function cellsAt(lines: readonly TextLine[], index: number): readonly TextLine[] | undefined {
  const line = lines[index];
  return line?.gaps?.length ? cellsOf(line) : undefined;
}

function cellsOf(line: TextLine): readonly TextLine[] {
  const gap = line.gaps?.[0];
  if (!gap) return [line];
  const [cell, rest] = splitAtGap(line, gap);
  return [cell, ...cellsOf(rest)];
}

function isNextRow(cells: readonly TextLine[], previous: readonly TextLine[]): boolean {
  const [cell] = cells;
  const [above] = previous;
  if (!cell || !above || cells.length !== previous.length || Math.abs(cell.angle - above.angle) > 0.05)
    return false;
  const drop = (above.baseline - cell.baseline) / cell.fontSize;
  return drop > 0.8 && drop < 4;
}

/** Whether each cell begins, ends or has its middle where the one in the other row does. */
function isAligned(cells: readonly TextLine[], row: readonly TextLine[]): boolean {
  return cells.every((cell, column) => {
    const other = row[column];
    if (!other) return false;
    const near = (a: number, b: number) => Math.abs(a - b) < 0.4 * cell.fontSize;
    return (
      near(cell.start, other.start) ||
      near(cell.end, other.end) ||
      near(cell.start + cell.end, other.start + other.end)
    );
  });
}

const marker = /^(?:[\p{P}\p{S}]|\(?(?:\d{1,3}|\p{L})(?:\.\d+)*[.)、]?|[（(][一二三四五六七八九十]+[)）])$/u;
const leader = /[.…·。_]{4,}|(?:[.·]\s){3,}/;

/** A list has its markers in a column of their own, a table of contents its page numbers: neither is a table. */
function hasTableCells(rows: readonly (readonly TextLine[])[]): boolean {
  if (rows.some((row) => row.some(({ text }) => leader.test(text)))) return false;
  const isList = rows.every((row) => row.length === 2 && marker.test(row[0]?.text ?? ''));
  const isContents = rows.every(
    (row) => row.length === 2 && /^(?:\d{1,4}|[ivxlc]+)$/.test(row[1]?.text ?? ''),
  );
  const lengths = rows.flatMap((row) => row.map(({ start, end, fontSize }) => (end - start) / fontSize));
  return !isList && !isContents && lengths.every((length) => length < 30);
}
