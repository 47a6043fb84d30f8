import { InlineTextBuilder, type InlineText } from '../../../src/core/inline-text';
import type { TableRow } from '../../../src/core/rich-text-builder';
import { appendReplaced, isBlock, isDropped, markOf, readableText, readingTags } from './html-elements';
import { isElement, isText, tagOf, walkTree } from './tree-walk';

/** Larger than the spans and tables that people read; a hostile table asks for millions of cells. */
const widestSpan = 64;
const mostColumns = 128;

/** Characters in a cell of a table with one row, beyond which it is no data. */
const longestLoneCell = 300;

const empty: InlineText = { text: '', marks: [] };

/**
 * The rows of a data table, on a grid: cells that a span covers are there and empty. A table within a cell
 * is flattened into it. Undefined for a table that only lays out a page, whose cells are to be read as blocks.
 */
export function readDataTable(table: Element): TableRow[] | undefined {
  const rows = rowsOf(table);
  if (isLayout(table, rows)) return undefined;
  const covered: number[] = [];
  return rows.map((row) => {
    const cells: TableRow['cells'][number][] = [];
    const fillCovered = () => {
      while ((covered[cells.length] ?? 0) > 0) {
        covered[cells.length] = (covered[cells.length] ?? 0) - 1;
        cells.push({ isHeader: false, content: empty });
      }
    };
    for (const cell of cellsOf(row)) {
      fillCovered();
      const isHeader = tagOf(cell) === 'th' || row.parentElement?.localName === 'thead';
      const rowsBelow = spanOf(cell, 'rowspan') - 1;
      for (let column = 0; column < spanOf(cell, 'colspan'); column += 1) {
        if (cells.length >= mostColumns && column > 0) break;
        if (cells.length < mostColumns) covered[cells.length] = rowsBelow;
        cells.push({ isHeader, content: column === 0 ? readCell(cell) : empty });
      }
    }
    fillCovered();
    return { cells };
  });
}

function rowsOf(table: Element): Element[] {
  return childElements(table).flatMap((child) => {
    const tag = tagOf(child);
    if (tag === 'tr') return [child];
    if (tag !== 'thead' && tag !== 'tbody' && tag !== 'tfoot') return [];
    return childElements(child).filter((row) => tagOf(row) === 'tr');
  });
}

function cellsOf(row: Element): Element[] {
  return childElements(row).filter((cell) => ['td', 'th'].includes(tagOf(cell)) && !isDropped(cell));
}

function childElements(element: Element): Element[] {
  const children: Element[] = [];
  for (let child = element.firstChild; child; child = child.nextSibling) {
    if (isElement(child)) children.push(child);
  }
  return children;
}

function isLayout(table: Element, rows: readonly Element[]): boolean {
  const role = table.getAttribute('role');
  if (role === 'presentation' || role === 'none') return true;
  const cells = rows.map(cellsOf);
  if (Math.max(0, ...cells.map((row) => row.length)) < 2) return true;
  const saysData =
    childElements(table).some((child) => ['caption', 'thead'].includes(tagOf(child))) ||
    cells.flat().some((cell) => tagOf(cell) === 'th');
  // A single row of columns full of text is a page in columns.
  const isColumns = rows.length < 2 && cells.flat().some((cell) => cell.textContent.length > longestLoneCell);
  return !saysData && (isColumns || cells.flat().some(holdsBlocks));
}

/** Whether a cell is a small page of its own. */
function holdsBlocks(cell: Element): boolean {
  let blocks = 0;
  walkTree(cell, {
    enter: (node) => {
      if (node === cell) return true;
      if (blocks > 2) return false;
      if (!isElement(node)) return false;
      const tag = tagOf(node);
      if (tag === 'table') blocks += 3;
      else if (['p', 'ul', 'ol', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4'].includes(tag)) blocks += 1;
      return true;
    },
  });
  return blocks > 2;
}

function readCell(cell: Element): InlineText {
  const inline = new InlineTextBuilder();
  walkTree(cell, {
    enter: (node) => {
      if (isText(node)) inline.appendCollapsed(readableText(node.data));
      if (!isElement(node) || isDropped(node) || appendReplaced(node, inline)) return false;
      if (readingTags.has(tagOf(node))) {
        inline.omit('reading', node.textContent.trim());
        return false;
      }
      if (isBlock(node) || tagOf(node) === 'br') inline.appendCollapsed(' ');
      const mark = markOf(node);
      if (mark) inline.open(mark);
      return true;
    },
    leave: (node) => {
      if (!isElement(node)) return;
      const mark = markOf(node);
      if (mark) inline.close(mark.kind);
      if (isBlock(node)) inline.appendCollapsed(' ');
    },
  });
  return inline.take();
}

function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const span = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
  return span >= 1 ? Math.min(span, widestSpan) : 1;
}
