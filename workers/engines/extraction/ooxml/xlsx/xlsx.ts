import { isAbortError } from '../../../../../src/core/app-error';
import type { ExtractionWarning } from '../../../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../../../src/core/rich-text-builder';
import type { Extractor } from '../../extractor';
import { plainInline } from '../../inline-parts';
import { sheetBudget, SheetWriter, type SheetBudget } from '../../tables/sheet-writer';
import { childElements, type XmlElement } from '../../xml/xml-element';
import { OfficePackage } from '../office-package';
import { addComments, addDrawings } from './sheet-notes';
import { cellText, openWorkbook, type SheetPlace, type Workbook } from './workbook';

/** Reads an Excel workbook: a page for each sheet, named by a heading, with what its cells show. */
export const extractXlsx: Extractor = async (file, { signal, password, onProgress }) => {
  const source = await OfficePackage.open(file, { signal, password });
  const workbook = await openWorkbook(source);
  const builder = new RichTextBuilder();
  const budget = sheetBudget();
  const warnings: ExtractionWarning[] = [];
  let pictures = 0;
  let failed = 0;
  for (const [index, sheet] of workbook.sheets.entries()) {
    builder.beginPage(index + 1);
    try {
      pictures += await readSheet(source, workbook, sheet, builder, budget, signal);
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      failed += 1;
      warnings.push({
        code: 'part-failed',
        name: sheet.name,
        message: error instanceof Error ? error.message : String(error),
      });
    }
    onProgress({ loaded: index + 1, total: workbook.sheets.length });
  }
  const started = sheetBudget();
  if (budget.isCut)
    warnings.push({ code: 'cut-short', what: 'rows', kept: started.rowsLeft - budget.rowsLeft });
  if (pictures > 0) warnings.push({ code: 'images-skipped', count: pictures });
  const attachments = source.attachments();
  if (attachments.length > 0) warnings.push({ code: 'attachments-skipped', names: attachments });
  const title = await source.title();
  return {
    ...builder.build(),
    format: 'xlsx',
    ...(title === undefined ? {} : { title }),
    coverage: workbook.sheets.length === 0 ? 1 : 1 - failed / workbook.sheets.length,
    warnings,
  };
};

async function readSheet(
  source: OfficePackage,
  workbook: Workbook,
  { name, part }: SheetPlace,
  builder: RichTextBuilder,
  budget: SheetBudget,
  signal: AbortSignal,
): Promise<number> {
  const writer = new SheetWriter(builder, budget);
  let row = 0;
  let isNamed = false;
  const addName = () => {
    if (!isNamed) builder.addBlock({ kind: 'heading', level: 1 }, plainInline(name));
    isNamed = true;
  };
  await source.stream(part, {
    isWanted: (element, parents) => element === 'x:row' && parents.at(-1) === 'x:sheetData',
    onElement: (element) => {
      signal.throwIfAborted();
      row = Number(element.attributes['r'] ?? row + 1);
      const cells = readRow(element, workbook);
      if (cells.size > 0) addName();
      return writer.addRow(row, cells) ? undefined : 'stop';
    },
  });
  writer.finish();
  const named = () => {
    addName();
    return builder;
  };
  const pictures = await addDrawings(source, part, named);
  await addComments(source, part, named);
  return pictures;
}

function readRow(row: XmlElement, workbook: Workbook): Map<number, string> {
  const cells = new Map<number, string>();
  let column = -1;
  for (const cell of childElements(row)) {
    if (cell.name !== 'x:c') continue;
    column = columnOf(cell.attributes['r']) ?? column + 1;
    const text = cellText(cell, workbook).replace(/\s+/g, ' ').trim();
    if (text !== '') cells.set(column, text);
  }
  return cells;
}

/** The number of a column, from 0, by its letters. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
