import type { TextLine } from './pdf-lines';
import { joinLines, type Paragraph } from './pdf-paragraphs';
import { tableAt } from './pdf-tables';

export interface PageTable {
  /** Each cell as a line of its own. */
  readonly rows: readonly (readonly TextLine[])[];
  readonly lines: readonly TextLine[];
}

export type PageBlock = Paragraph | PageTable;

/** What the lines of a page are: tables where rows and columns are plainly aligned, paragraphs else. */
export function blocksOf(lines: readonly TextLine[]): PageBlock[] {
  const blocks: PageBlock[] = [];
  let plain: TextLine[] = [];
  const close = () => {
    blocks.push(...joinLines(plain, lines));
    plain = [];
  };
  for (let index = 0; index < lines.length;) {
    const table = tableAt(lines, index);
    if (table) {
      close();
      blocks.push(table);
      index += table.lines.length;
      continue;
    }
    const line = lines[index];
    if (line) plain.push(line);
    index += 1;
  }
  close();
  return blocks;
}
