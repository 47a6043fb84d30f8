import type { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import { plainInline } from '../inline-parts';

/** A block is drawn and split at once; longer tables become several. */
export const mostRowsOfBlock = 250;

/** Adds rows as one table; shorter rows stay short at their end. */
export function addPlainTable(
  builder: RichTextBuilder,
  rows: readonly (readonly string[])[],
  headerRows: number,
): void {
  builder.addTable(
    rows.map((row, index) => ({
      cells: row.map((text) => ({ isHeader: index < headerRows, content: plainInline(text) })),
    })),
  );
}
