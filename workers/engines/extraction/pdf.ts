import { AppError } from '../../../src/core/app-error';
import type { ExtractedDocument, ExtractionWarning } from '../../../src/core/extracted-document';
import { EditedTextBuilder } from '../../../src/core/cleaning/edited-text-builder';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { blocksOf, type PageBlock } from './pdf-blocks';
import { headingLevels } from './pdf-headings';
import { appendLine } from './pdf-line-text';
import type { TextLine } from './pdf-lines';
import { readPdf, type PageFailure, type PdfReading } from './pdf-reading';
import { findRunningLines } from './pdf-running-lines';
import { meaningfulTitle } from './pdf-title';

export const extractPdf: Extractor = async (file, context) => {
  const reading = await readPdf(file, context);
  const { pages, failures, pictures } = reading;
  const title = meaningfulTitle(reading.title);
  const builder = new RichTextBuilder();
  layOut(reading, builder);
  const document = {
    ...builder.build(),
    format: 'pdf' as const,
    ...(title === undefined ? {} : { title }),
  };
  if (document.text === '') {
    const saysNothing = pictures.length === 0 && document.edits === undefined;
    if (failures.length > 0 || saysNothing) throw emptyError(reading.pageCount, failures);
    return { ...document, coverage: 0, warnings: warningsOf(reading), unread: 'scan' };
  }
  const withText = document.pages.filter(({ start, end }) => start < end).length;
  const unread = pictures.length + failures.length + (reading.pageCount - pages.length);
  return {
    ...document,
    coverage: withText / (withText + unread),
    warnings: warningsOf(reading),
  } satisfies ExtractedDocument;
};

/** Puts the blocks of all pages one after another; headers, footers and page numbers are noted as left out. */
function layOut({ pages }: PdfReading, builder: RichTextBuilder): void {
  const running = findRunningLines(pages);
  const laidPages = pages.map(({ number, lines }, page) => {
    const kinds = running[page];
    const kept = lines.filter((_, index) => !kinds?.has(index));
    return { number, lines, kinds, blocks: blocksOf(kept) };
  });
  const levelOf = headingLevels(
    laidPages.flatMap(({ blocks }) => blocks.flatMap((block) => ('rows' in block ? [] : [block]))),
  );
  for (const { number, lines, kinds, blocks } of laidPages) {
    builder.beginPage(number);
    const removed = [...(kinds ?? [])].map(([index, kind]) => ({
      index,
      kind,
      text: lines[index]?.text ?? '',
    }));
    removed.sort((a, b) => a.index - b.index);
    const positions = new Map(lines.map((line, index) => [line, index]));
    const removeBefore = (index: number) => {
      for (let next = removed[0]; next && next.index < index; next = removed[0]) {
        builder.addRemoved(next.kind, next.text);
        removed.shift();
      }
    };
    for (const block of blocks) {
      const [first] = block.lines;
      removeBefore((first && positions.get(first)) ?? 0);
      addBlock(builder, block, levelOf);
    }
    removeBefore(Infinity);
  }
}

function addBlock(
  builder: RichTextBuilder,
  block: PageBlock,
  levelOf: ReturnType<typeof headingLevels>,
): void {
  if ('rows' in block) {
    builder.addTable(block.rows.map((row) => ({ cells: row.map(toCell) })));
    return;
  }
  const { text, edits = [], isListItem } = block;
  const level = levelOf(block);
  const content = { text, marks: [], edits };
  // Nothing but glyphs without meaning: there is no block that could carry the note of them.
  if (text.trim() === '') for (const { kind, original } of edits) builder.addRemoved(kind, original);
  else if (level !== undefined) builder.addBlock({ kind: 'heading', level }, content);
  else if (isListItem) builder.addBlock({ kind: 'list-item', level: 1 }, content);
  else builder.addBlock({ kind: 'paragraph' }, content);
}

function toCell(line: TextLine) {
  const text = new EditedTextBuilder();
  appendLine(text, line);
  return { isHeader: false, content: { ...text.build(), marks: [] } };
}

function warningsOf(reading: PdfReading): ExtractionWarning[] {
  const { pageCount, pages, failures, pictures, attachmentNames } = reading;
  const warnings: ExtractionWarning[] = [...failures];
  if (pictures.length > 0) warnings.push({ code: 'pages-without-text', pages: pictures });
  if (attachmentNames.length > 0) warnings.push({ code: 'attachments-skipped', names: attachmentNames });
  if (pages.length < pageCount && failures.length === 0) {
    warnings.push({ code: 'cut-short', what: 'pages', kept: pages.length });
  }
  return warnings;
}

function emptyError(pageCount: number, failures: readonly PageFailure[]): AppError {
  const [first] = failures;
  if (first)
    return new AppError('corrupt', `The PDF is damaged: its pages cannot be read (${first.message}).`);
  const pages = pageCount === 1 ? 'The only page is' : `All of the ${pageCount} pages are`;
  return new AppError('no-text', `${pages} blank.`);
}
