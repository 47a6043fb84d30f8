import { AppError } from '../../../../src/core/app-error';
import type { DocumentFormat, ExtractionWarning } from '../../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../../src/core/rich-text-builder';
import type { Extractor } from '../extractor';
import { saysMoreThanPages } from '../margin-words';
import { sheetBudget } from '../tables/sheet-writer';
import { readXml, streamXml } from '../xml/read-xml';
import { childElements, findAll, textOf, type XmlElement } from '../xml/xml-element';
import { openZip, type ZipFile } from '../zip/open-zip';
import { OdfBlockReader } from './block-reader';
import { SheetRows } from './sheet-rows';
import { addSlide } from './slides';
import { marginsOf, OdfStyles } from './styles';

type Stream = () => ReadableStream<Uint8Array<ArrayBuffer>>;

/** The XML that a document is made of; in the flat form all of it is one file. */
interface Sources {
  readonly content: Stream;
  readonly styles?: Stream | undefined;
  readonly meta?: Stream | undefined;
}

/** Reads OpenDocument texts, sheets and slides, packed or flat; the file itself says which it is. */
export const extractOpenDocument: Extractor = async (file, { signal, password, onProgress }) => {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = head[0] === 0x50 && head[1] === 0x4b;
  const sources = isPacked
    ? await packedSources(await openZip(file, { signal, password }))
    : { content: () => file.stream() };
  const styles = new OdfStyles();
  const margins: XmlElement[] = [];
  if (sources.styles) await readStyles(sources.styles(), styles, margins);
  const builder = new RichTextBuilder();
  const blocks = new OdfBlockReader(styles, builder);
  const budget = sheetBudget();
  const sheets = new SheetRows(builder, blocks, budget);
  const found: { format: DocumentFormat } = { format: 'odt' };
  let slides = 0;
  let title: string | undefined;
  await streamXml(sources.content(), {
    isWanted: (name, parents) => {
      const parent = parents.at(-1) ?? '';
      if (/^office:(?:automatic-|master-)?styles$/.test(name) || name === 'office:meta') return true;
      if (parent === 'office:text') return name !== 'text:tracked-changes';
      if (name === 'draw:page') return true;
      return (
        parents.includes('office:spreadsheet') && (name === 'table:table-row' || name === 'table:shapes')
      );
    },
    onOpen: (name, attributes) => {
      if (name === 'office:spreadsheet') found.format = 'ods';
      if (name === 'office:presentation' || name === 'office:drawing') found.format = 'odp';
      if (name === 'table:table') sheets.beginSheet(attributes['table:name'] ?? '');
    },
    onElement: (element) => {
      signal.throwIfAborted();
      if (element.name === 'office:master-styles') margins.push(...marginsOf(element));
      else if (/^office:(?:automatic-)?styles$/.test(element.name)) styles.add(element);
      else if (element.name === 'office:meta') title = titleIn(element);
      else if (element.name === 'table:table-row' && found.format === 'ods')
        return sheets.addRow(element) ? undefined : 'stop';
      else if (element.name === 'draw:page') {
        slides += 1;
        builder.beginPage(slides);
        addSlide(element, blocks, builder);
      } else blocks.readBlock(element);
      return undefined;
    },
  });
  blocks.finish();
  sheets.finish();
  if (found.format === 'odt') addMargins(margins, styles, builder);
  onProgress({ loaded: 1, total: 1 });
  title ??= sources.meta ? titleIn(await readXml(sources.meta())) : undefined;
  const warnings: ExtractionWarning[] = [];
  if (budget.isCut) {
    warnings.push({ code: 'cut-short', what: 'rows', kept: sheetBudget().rowsLeft - budget.rowsLeft });
  }
  if (blocks.pictures > 0) warnings.push({ code: 'images-skipped', count: blocks.pictures });
  return {
    ...builder.build(),
    format: found.format,
    ...(title === undefined ? {} : { title }),
    coverage: 1,
    warnings,
  };
};

async function packedSources(zip: ZipFile): Promise<Sources> {
  if (zip.has('META-INF/manifest.xml')) {
    const manifest = await readXml(zip.stream('META-INF/manifest.xml'));
    const locked = childElements(manifest).some(
      (entry) =>
        entry.attributes['manifest:full-path'] === 'content.xml' &&
        childElements(entry).some(({ name }) => name === 'manifest:encryption-data'),
    );
    if (locked || (zip.has('encrypted-package') && !zip.has('content.xml'))) {
      throw new AppError('locked', 'The document is locked with a password.');
    }
  }
  const optional = (name: string) => (zip.has(name) ? () => zip.stream(name) : undefined);
  return {
    content: () => zip.stream('content.xml'),
    styles: optional('styles.xml'),
    meta: optional('meta.xml'),
  };
}

async function readStyles(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  styles: OdfStyles,
  margins: XmlElement[],
): Promise<void> {
  await streamXml(source, {
    isWanted: (name) => /^office:(?:automatic-|master-)?styles$/.test(name),
    onElement: (element) => {
      if (element.name === 'office:master-styles') margins.push(...marginsOf(element));
      else styles.add(element);
      return undefined;
    },
  });
}

function titleIn(meta: XmlElement): string | undefined {
  const [title] = findAll(meta, 'dc:title');
  return title ? textOf(title).replace(/\s+/g, ' ').trim() || undefined : undefined;
}

/** Headers and footers, each wording once; one that only counts pages says nothing of its own. */
function addMargins(margins: readonly XmlElement[], styles: OdfStyles, builder: RichTextBuilder): void {
  const seen = new Set<string>();
  for (const margin of margins) {
    const words = textOf(margin).replace(/\s+/g, ' ').trim();
    if (seen.has(words) || !saysMoreThanPages(words)) continue;
    seen.add(words);
    const blocks = new OdfBlockReader(styles, builder);
    blocks.readAll(margin);
    blocks.finish();
  }
}
