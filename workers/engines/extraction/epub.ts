import { AppError, isAbortError } from '../../../src/core/app-error';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import { chapterTitles } from './epub-contents';
import { readPackage } from './epub-package';
import type { Extractor } from './extractor';
import { parseHtml } from './html-parsing';
import { appendHtml, wholeTree } from './html-walker';
import { createPause } from './pause';
import { openZip } from './zip/open-zip';

/** A book: all text of its documents in reading order, each of them a page. */
export const extractEpub: Extractor = async (file, { signal, onProgress }) => {
  const pause = createPause(signal);
  const zip = await openZip(file, { signal });
  const { title, author, spine, contents } = await readPackage(zip);
  const titles = await chapterTitles(zip, contents);
  const builder = new RichTextBuilder();
  const failures: ExtractionWarning[] = [];
  let images = 0;
  for (const [index, name] of spine.entries()) {
    try {
      const page = parseHtml(await zip.text(name));
      builder.beginPage(index + 1);
      const chapter = titles.get(name);
      if (chapter !== undefined && !hasHeading(page)) {
        builder.addBlock({ kind: 'heading', level: 1 }, { text: chapter, marks: [] });
      }
      images += appendHtml(page.body, builder, wholeTree).images;
    } catch (error) {
      if (isAbortError(error) || signal.aborted) throw error;
      if (error instanceof AppError && error.code === 'too-large') throw error;
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ code: 'part-failed', name: titles.get(name) ?? name, message });
    }
    onProgress({ loaded: index + 1, total: spine.length });
    await pause();
  }
  if (failures.length === spine.length)
    throw new AppError('corrupt', 'None of the chapters of the book can be read.');
  const fullTitle = title !== undefined && author !== undefined ? `${title} – ${author}` : title;
  return {
    ...builder.build(),
    format: 'epub',
    ...(fullTitle === undefined ? {} : { title: fullTitle }),
    coverage: (spine.length - failures.length) / spine.length,
    warnings: images === 0 ? failures : [...failures, { code: 'images-skipped', count: images }],
  };
};

function hasHeading(page: Document): boolean {
  return page.body.querySelector('h1, h2, h3, h4, h5, h6') !== null;
}
