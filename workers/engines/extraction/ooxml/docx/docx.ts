import type { ExtractedDocument, ExtractionWarning } from '../../../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../../../src/core/rich-text-builder';
import type { Extractor } from '../../extractor';
import { saysMoreThanPages } from '../../margin-words';
import { childElements, type XmlElement } from '../../xml/xml-element';
import { OfficePackage } from '../office-package';
import { readFigures } from '../figures';
import { Numbering } from './numbering';
import type { Story } from './story';
import { StoryReader } from './story-reader';
import { Styles } from './styles';

/** Reads a Word document: body, text boxes, notes where they are referred to, headers, footers and comments. */
export const extractDocx: Extractor = async (file, { signal, password, onProgress }) => {
  const source = await OfficePackage.open(file, { signal, password });
  const main = await source.mainPart('word/document.xml');
  const builder = new RichTextBuilder();
  const story = await openStory(source, main);
  const body = new StoryReader(story, builder);
  await source.stream(main, {
    isWanted: (_, parents) => parents.at(-1) === 'w:body',
    onElement: (element) => {
      signal.throwIfAborted();
      body.readBlock(element);
      return undefined;
    },
  });
  body.finish();
  onProgress({ loaded: 1, total: 2 });
  const warnings: ExtractionWarning[] = [];
  const parts = [...(await source.related(main, 'header')), ...(await source.related(main, 'footer'))];
  await addMargins(source, story, parts, builder, warnings);
  await addComments(source, main, story, builder);
  const attachments = [...source.attachments(), ...(await alternatives(source, main))];
  if (story.counts.pictures > 0) warnings.push({ code: 'images-skipped', count: story.counts.pictures });
  if (attachments.length > 0) warnings.push({ code: 'attachments-skipped', names: attachments });
  const title = await source.title();
  return {
    ...builder.build(),
    format: 'docx',
    ...(title === undefined ? {} : { title }),
    coverage: 1,
    warnings,
  } satisfies ExtractedDocument;
};

async function openStory(source: OfficePackage, main: string): Promise<Story> {
  const only = async (kind: string) => source.readIfThere((await source.related(main, kind))[0]);
  return {
    styles: new Styles(await only('styles')),
    numbering: new Numbering(await only('numbering')),
    relationships: await source.relationships(main),
    footnotes: byId(await only('footnotes')),
    endnotes: byId(await only('endnotes')),
    ...(await readFigures(source, main)),
    counts: { pictures: 0 },
  };
}

function byId(notes: XmlElement | undefined): Map<string, XmlElement> {
  const written = (notes ? childElements(notes) : []).filter(({ attributes }) => {
    // Separators are lines, not notes.
    return !/separator|continuation/i.test(attributes['w:type'] ?? '');
  });
  return new Map(written.map((note) => [note.attributes['w:id'] ?? '', note]));
}

/** Headers and footers, each wording once, however many sections repeat it. */
async function addMargins(
  source: OfficePackage,
  story: Story,
  parts: readonly string[],
  builder: RichTextBuilder,
  warnings: ExtractionWarning[],
): Promise<void> {
  const seen = new Set<string>();
  for (const part of parts) {
    try {
      const root = await source.read(part);
      const inner = new RichTextBuilder();
      const own = { ...story, relationships: await source.relationships(part) };
      const counts = { pictures: 0 };
      const reader = new StoryReader({ ...own, counts }, inner);
      reader.readAll(root);
      reader.finish();
      const { text } = inner.build();
      // A margin that only counts pages says nothing of its own.
      if (seen.has(text) || !saysMoreThanPages(text)) continue;
      seen.add(text);
      const outer = new StoryReader(own, builder);
      outer.readAll(root);
      outer.finish();
    } catch (error) {
      warnings.push({ code: 'part-failed', name: part, message: messageOf(error) });
    }
  }
}

async function addComments(
  source: OfficePackage,
  main: string,
  story: Story,
  builder: RichTextBuilder,
): Promise<void> {
  for (const part of await source.related(main, 'comments')) {
    const relationships = await source.relationships(part);
    for (const comment of childElements(await source.read(part))) {
      if (comment.name !== 'w:comment') continue;
      const author = comment.attributes['w:author']?.trim() ?? '';
      new StoryReader({ ...story, relationships }, builder).readLabelled(
        author === '' ? '–' : `${author}:`,
        comment,
      );
    }
  }
}

/** Whole documents in other formats that Word would merge in. */
async function alternatives(source: OfficePackage, main: string): Promise<string[]> {
  const names = await source.related(main, 'aFChunk');
  return names.map((name) => name.slice(name.lastIndexOf('/') + 1));
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') throw error;
  return error instanceof Error ? error.message : String(error);
}
