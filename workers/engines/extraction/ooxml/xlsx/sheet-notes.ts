import type { RichTextBuilder } from '../../../../../src/core/rich-text-builder';
import { plainInline } from '../../inline-parts';
import { childElements, childOf, findAll, textOf } from '../../xml/xml-element';
import { readDrawingParagraph } from '../drawing-text';
import { readFigures } from '../figures';
import type { OfficePackage } from '../office-package';

/** Gives the builder, with the sheet's name in it before the first block. */
type NamedBuilder = () => RichTextBuilder;

/** What floats over a sheet: text boxes, charts, diagrams. Returns how many pictures do. */
export async function addDrawings(
  source: OfficePackage,
  sheet: string,
  builder: NamedBuilder,
): Promise<number> {
  let pictures = 0;
  for (const part of await source.related(sheet, 'drawing')) {
    const root = await source.read(part);
    const relationships = await source.relationships(part);
    const { charts, diagrams } = await readFigures(source, part);
    pictures += [...findAll(root, 'xdr:pic')].length;
    for (const body of findAll(root, 'xdr:txBody')) {
      for (const paragraph of findAll(body, 'a:p')) {
        builder().addBlock({ kind: 'paragraph' }, readDrawingParagraph(paragraph, relationships));
      }
    }
    for (const { title, rows } of charts.values()) {
      builder().addBlock({ kind: 'paragraph' }, plainInline(title));
      builder().addTable(rows);
    }
    for (const content of [...diagrams.values()].flat()) {
      builder().addBlock({ kind: 'list-item', level: 1 }, content);
    }
  }
  return pictures;
}

/** Comments with their cell and author; of those kept twice, in the newer form. */
export async function addComments(
  source: OfficePackage,
  sheet: string,
  builder: NamedBuilder,
): Promise<void> {
  const threads = await source.related(sheet, 'threadedComment');
  const threaded = new Set<string>();
  for (const part of threads) {
    const people = await authorsOf(source);
    for (const comment of childElements(await source.read(part))) {
      const text = childOf(comment, 'xtc:text');
      const { ref = '', personId = '' } = comment.attributes;
      threaded.add(ref);
      addComment(builder, ref, people.get(personId) ?? '', text ? textOf(text) : '');
    }
  }
  for (const part of await source.related(sheet, 'comments')) {
    const root = await source.read(part);
    const authors = [...findAll(root, 'x:author')].map(textOf);
    for (const comment of findAll(root, 'x:comment')) {
      const { ref = '', authorId = '' } = comment.attributes;
      if (threaded.has(ref)) continue;
      const text = [...findAll(comment, 'x:t')].map(textOf).join('');
      addComment(builder, ref, authors[Number(authorId)] ?? '', text);
    }
  }
}

async function authorsOf(source: OfficePackage): Promise<Map<string, string>> {
  const people = new Map<string, string>();
  const [part] = await source.related(await source.mainPart('xl/workbook.xml'), 'person');
  const root = await source.readIfThere(part);
  for (const { attributes } of root ? childElements(root) : []) {
    people.set(attributes['id'] ?? '', attributes['displayName'] ?? '');
  }
  return people;
}

function addComment(builder: NamedBuilder, cell: string, author: string, text: string): void {
  const said = text.trim();
  if (said === '') return;
  // Excel writes the author's name into the text of old comments, too.
  const by = author === '' || said.startsWith(author) ? '' : `${author}: `;
  builder().addBlock({ kind: 'quote' }, plainInline(`${cell} ${by}${said}`));
}
