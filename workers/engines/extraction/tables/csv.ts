import Papa from 'papaparse';
import type { ExtractionWarning } from '../../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import type { Extractor } from '../extractor';
import { readTextFile } from '../text-file';
import { startsWithHeader } from '../../../../src/core/table-header';
import { addPlainTable, mostRowsOfBlock } from './table-blocks';

/** What a tab can hold and a person would ask about; the rest is said to be left out. */
const mostRows = 200_000;
const mostCells = 1_000_000;

/** Characters in which the delimiter is looked for. */
const sampleCharacters = 65_536;

/** Reads values parted by commas, semicolons, tabs or bars into tables. */
export const extractCsv: Extractor = async (file, { name, encoding: chosen, signal }) => {
  const { text, encoding, warnings } = await readTextFile(file, { encoding: chosen });
  const builder = new RichTextBuilder();
  const cut: ExtractionWarning[] = [];
  // Excel names the delimiter in a first line of its own.
  const named = /^sep=(.)\n/i.exec(text);
  const content = named ? text.slice(named[0].length) : text;
  let rows: string[][] = [];
  let rowCount = 0;
  let cellCount = 0;
  let isFirst = true;
  const flush = () => {
    addPlainTable(builder, rows, isFirst && startsWithHeader(rows) ? 1 : 0);
    isFirst = false;
    rows = [];
  };
  Papa.parse<string[]>(content, {
    delimiter: named?.[1] ?? delimiterOf(content.slice(0, sampleCharacters), name),
    skipEmptyLines: 'greedy',
    step: ({ data }, parser) => {
      signal.throwIfAborted();
      rowCount += 1;
      cellCount += data.length;
      if (rowCount > mostRows || cellCount > mostCells) {
        cut.push({ code: 'cut-short', what: 'rows', kept: rowCount - 1 });
        parser.abort();
        return;
      }
      rows.push(data);
      if (rows.length >= mostRowsOfBlock) flush();
    },
  });
  flush();
  return { ...builder.build(), format: 'csv', encoding, coverage: 1, warnings: [...warnings, ...cut] };
};

const delimiters = [',', ';', '\t', '|'] as const;

/** The delimiter that parts the first lines into the most alike numbers of fields. */
function delimiterOf(sample: string, name: string): string {
  if (/\.(?:tsv|tab)$/i.test(name)) return '\t';
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const { data } = Papa.parse<string[]>(sample, { delimiter, preview: 50, skipEmptyLines: 'greedy' });
    const counts = data.map((row) => row.length).filter((count) => count > 1);
    if (counts.length === 0) continue;
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const spread = counts.reduce((sum, count) => sum + Math.abs(count - mean), 0) / counts.length;
    const score = (counts.length / data.length) * (1 / (1 + spread)) * Math.min(2, mean / 2 + 0.5);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
