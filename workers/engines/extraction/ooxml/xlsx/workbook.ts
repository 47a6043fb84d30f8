import { AppError } from '../../../../../src/core/app-error';
import { childElements, childOf, findAll, textOf, type XmlElement } from '../../xml/xml-element';
import { isOn } from '../drawing-text';
import type { OfficePackage } from '../office-package';
import { builtInFormat, formatNumber } from './number-format';

export interface SheetPlace {
  readonly name: string;
  readonly part: string;
}

/** What all sheets of a workbook share. */
export interface Workbook {
  readonly sheets: readonly SheetPlace[];
  readonly strings: readonly string[];
  /** Format codes by the index of a cell's style. */
  readonly formats: readonly string[];
  readonly isFrom1904: boolean;
}

/** Strings beyond this are left empty: they would not fit beside the sheets. */
const mostStringCharacters = 64 * 1024 * 1024;

export async function openWorkbook(source: OfficePackage): Promise<Workbook> {
  const main = await source.mainPart('xl/workbook.xml');
  if (/\.bin$/i.test(main)) {
    throw new AppError('unsupported-format', 'The file is a binary Excel workbook (XLSB); save it as XLSX.');
  }
  const root = await source.read(main);
  const relationships = await source.relationships(main);
  const list = childOf(root, 'x:sheets');
  const sheets = (list ? childElements(list) : []).flatMap(({ attributes }) => {
    const target = relationships.find(({ id }) => id === attributes['r:id']);
    // Sheets of charts and macros have no cells.
    if (!target || target.kind !== 'worksheet') return [];
    return [{ name: attributes['name'] ?? '', part: target.target }];
  });
  const [strings] = await source.related(main, 'sharedStrings');
  const [styles] = await source.related(main, 'styles');
  return {
    sheets,
    strings: strings === undefined ? [] : await readStrings(source, strings),
    formats: readFormats(await source.readIfThere(styles)),
    isFrom1904: isOn(childOf(root, 'x:workbookPr')?.attributes['date1904']),
  };
}

async function readStrings(source: OfficePackage, part: string): Promise<string[]> {
  const strings: string[] = [];
  let characters = 0;
  await source.stream(part, {
    isWanted: (name, parents) => name === 'x:si' && parents.length === 1,
    onElement: (item) => {
      const text = richString(item);
      characters += text.length;
      if (characters > mostStringCharacters) return 'stop';
      strings.push(text);
      return undefined;
    },
  });
  return strings;
}

/** The text of a string with or without runs; readings printed above it are left out. */
function richString(item: XmlElement): string {
  return childElements(item)
    .map((child) => {
      if (child.name === 'x:t') return textOf(child);
      const text = child.name === 'x:r' ? childOf(child, 'x:t') : undefined;
      return text ? textOf(text) : '';
    })
    .join('');
}

function readFormats(root: XmlElement | undefined): string[] {
  if (!root) return [];
  const own = new Map<number, string>();
  for (const format of findAll(root, 'x:numFmt')) {
    own.set(Number(format.attributes['numFmtId']), format.attributes['formatCode'] ?? 'General');
  }
  const cellFormats = childOf(root, 'x:cellXfs');
  return (cellFormats ? childElements(cellFormats) : []).map(({ attributes }) => {
    const id = Number(attributes['numFmtId'] ?? 0);
    return own.get(id) ?? builtInFormat(id);
  });
}

/** What a cell shows. A formula that was never computed shows itself. */
export function cellText(cell: XmlElement, { strings, formats, isFrom1904 }: Workbook): string {
  const value = childOf(cell, 'x:v');
  const raw = value ? textOf(value) : '';
  switch (cell.attributes['t']) {
    case 's':
      return strings[Number(raw)] ?? '';
    case 'inlineStr': {
      const inline = childOf(cell, 'x:is');
      return inline ? richString(inline) : '';
    }
    case 'b':
      return raw === '1' ? 'TRUE' : raw === '0' ? 'FALSE' : raw;
    case 'str':
    case 'e':
      return raw;
    case 'd':
      return raw.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
    default: {
      const formula = childOf(cell, 'x:f');
      if (raw === '') return formula && textOf(formula) !== '' ? `=${textOf(formula)}` : '';
      return formatNumber(raw, formats[Number(cell.attributes['s'] ?? 0)] ?? 'General', isFrom1904);
    }
  }
}
