import type { ExtractedDocument, ExtractionWarning } from '../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { ExtractionContext, Extractor } from './extractor';
import { chromeKindOf, findMainContent, type MainContent } from './html-main-content';
import { measureTree, parseHtml } from './html-parsing';
import { withoutEmbeddedData } from './html-source';
import { readHtmlStream } from './html-stream';
import { appendHtml } from './html-walker';
import { asLatin1 } from './latin1';
import { readTextFile } from './text-file';

/** Beyond these Readability, which goes up and down the tree at every step, takes minutes. */
const deepestReadable = 256;
const mostReadableNodes = 150_000;
const widestReadable = 5_000;
/** Beyond this the tree of a page needs more memory than a tab has. */
const largestTreeCharacters = 8 * 1024 * 1024;

/** The main content of a page, or all of it where the main content is not to be told from the rest. */
export const extractHtml: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, {
    encoding: context.encoding,
    declared: declaredEncoding,
  });
  context.signal.throwIfAborted();
  const page = await readPage(text, context);
  context.onProgress({ loaded: file.size, total: file.size });
  return { ...page, encoding, warnings: [...warnings, ...page.warnings] };
};

/** Reads a page whose source is decoded. */
export async function readPage(
  written: string,
  { signal, onProgress }: Pick<ExtractionContext, 'signal' | 'onProgress'>,
): Promise<ExtractedDocument> {
  const source = withoutEmbeddedData(written);
  if (source.length > largestTreeCharacters) return readHtmlStream(source, { signal, onProgress });
  const page = parseHtml(source);
  signal.throwIfAborted();
  const { depth, nodes, widest } = measureTree(page.documentElement);
  const isReadable = depth <= deepestReadable && nodes <= mostReadableNodes && widest <= widestReadable;
  const main = isReadable ? findMainContent(page, source) : undefined;
  const whole = read(page, undefined);
  const article = main && read(page, main);
  const isArticle = article !== undefined && !isSuspiciouslySmall(article.content.text, whole.content.text);
  const { content, images } = isArticle ? article : whole;
  const title = (isArticle ? main?.title : undefined) ?? oneLine(page.title);
  const warnings: ExtractionWarning[] = [];
  if (!isArticle && content.text !== '') warnings.push({ code: 'main-content-not-found' });
  if (images > 0) warnings.push({ code: 'images-skipped', count: images });
  return {
    ...content,
    format: 'html',
    ...(title === undefined ? {} : { title }),
    coverage: 1,
    warnings,
  };
}

function read(page: Document, main: MainContent | undefined) {
  const builder = new RichTextBuilder();
  const { images } = appendHtml(page.body, builder, main ?? { removedKindOf: chromeKindOf });
  return { content: builder.build(), images };
}

/** A few sentences out of a page, or an eighth of a long one, is more likely a wrong guess than an article. */
function isSuspiciouslySmall(article: string, whole: string): boolean {
  const share = article.length / whole.length;
  return share < 1 / 8 || (share < 1 / 2 && article.length < 600);
}

/** What a page says of its own encoding. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = asLatin1(bytes.subarray(0, 65_536));
  const declared =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|^\s*<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)/i.exec(start);
  return declared?.[1] ?? declared?.[2];
}

function oneLine(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}
