import { isAbortError } from '../../../../../src/core/app-error';
import type { ExtractionWarning } from '../../../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../../../src/core/rich-text-builder';
import type { Extractor } from '../../extractor';
import { plainInline } from '../../inline-parts';
import { childElements, childOf, descend, findAll, textOf, type XmlElement } from '../../xml/xml-element';
import { readDrawingParagraph } from '../drawing-text';
import { readFigures } from '../figures';
import { OfficePackage } from '../office-package';
import { addShapes, placeholderOf, type SlideParts } from './shapes';

const mostSlides = 5000;

/** Reads a presentation: a page for each slide, its title as a heading, its notes and comments after it. */
export const extractPptx: Extractor = async (file, { signal, password, onProgress }) => {
  const source = await OfficePackage.open(file, { signal, password });
  const slides = await slideParts(source);
  const builder = new RichTextBuilder();
  const warnings: ExtractionWarning[] = [];
  const shared = { counts: { pictures: 0 }, footers: new Set<string>() };
  let failed = 0;
  for (const [index, part] of slides.slice(0, mostSlides).entries()) {
    signal.throwIfAborted();
    builder.beginPage(index + 1);
    try {
      await addSlide(source, part, shared, builder);
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      failed += 1;
      warnings.push({ code: 'page-failed', page: index + 1, message: messageOf(error) });
    }
    onProgress({ loaded: index + 1, total: slides.length });
  }
  if (slides.length > mostSlides) warnings.push({ code: 'cut-short', what: 'pages', kept: mostSlides });
  if (shared.counts.pictures > 0) warnings.push({ code: 'images-skipped', count: shared.counts.pictures });
  const attachments = source.attachments();
  if (attachments.length > 0) warnings.push({ code: 'attachments-skipped', names: attachments });
  const title = await source.title();
  return {
    ...builder.build(),
    format: 'pptx',
    ...(title === undefined ? {} : { title }),
    coverage: slides.length === 0 ? 1 : 1 - failed / slides.length,
    warnings,
  };
};

/** The slides in the order of the show. */
async function slideParts(source: OfficePackage): Promise<string[]> {
  const main = await source.mainPart('ppt/presentation.xml');
  const relationships = await source.relationships(main);
  const list = childOf(await source.read(main), 'p:sldIdLst');
  return (list ? childElements(list) : []).flatMap(({ attributes }) => {
    const slide = relationships.find(({ id }) => id === attributes['r:id']);
    return slide ? [slide.target] : [];
  });
}

async function addSlide(
  source: OfficePackage,
  part: string,
  shared: Pick<SlideParts, 'counts' | 'footers'>,
  builder: RichTextBuilder,
): Promise<void> {
  const slide = await source.read(part);
  const parts = {
    ...shared,
    ...(await readFigures(source, part)),
    relationships: await source.relationships(part),
  };
  const tree = descend(slide, 'p:cSld', 'p:spTree');
  if (tree) addShapes(tree, parts, builder);
  for (const notes of await source.related(part, 'notesSlide')) {
    addNotes(await source.read(notes), builder);
  }
  for (const comments of await source.related(part, 'comments')) {
    addComments(await source.read(comments), builder);
  }
}

/** What the speaker says; the slide's picture and number beside it say nothing new. */
function addNotes(notes: XmlElement, builder: RichTextBuilder): void {
  for (const shape of findAll(notes, 'p:sp')) {
    const body = childOf(shape, 'p:txBody');
    if (!body || placeholderOf(shape) !== 'body') continue;
    for (const paragraph of findAll(body, 'a:p')) {
      builder.addBlock({ kind: 'quote' }, readDrawingParagraph(paragraph, []));
    }
  }
}

function addComments(comments: XmlElement, builder: RichTextBuilder): void {
  for (const comment of childElements(comments)) {
    const plain = childOf(comment, 'p:text');
    const text = plain ? textOf(plain) : [...findAll(comment, 'a:t')].map(textOf).join('');
    builder.addBlock({ kind: 'quote' }, plainInline(text));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
