import { Readability } from '@mozilla/readability';
import type { ExtractionWarning } from '../../../src/core/extracted-document';
import type { RichText } from '../../../src/core/rich-text';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { measureTree, parseHtml } from './html-parsing';
import { appendHtml } from './html-walker';
import { asLatin1 } from './latin1';
import { readTextFile } from './text-file';

/** Beyond these Readability, which goes up and down the tree at every step, takes minutes. */
const deepestReadable = 256;
const mostReadableElements = 60_000;

/** The main content of a page, or all of it where the main content is not to be told from the rest. */
export const extractHtml: Extractor = async (file, { signal }) => {
  const { text: source, encoding, warnings } = await readTextFile(file, declaredEncoding);
  signal.throwIfAborted();
  const page = parseHtml(source);
  const { depth, elements } = measureTree(page);
  const whole = { content: read(page.body), title: oneLine(page.title) };
  signal.throwIfAborted();
  const isReadable = depth <= deepestReadable && elements <= mostReadableElements;
  const article = isReadable ? readMainContent(source) : undefined;
  const isWhole = !article || isSuspiciouslySmall(article.content, whole.content);
  const { content, title } = isWhole
    ? whole
    : { content: article.content, title: article.title ?? whole.title };
  const allWarnings: ExtractionWarning[] = [...warnings];
  if (isWhole && content.text !== '') allWarnings.push({ code: 'main-content-not-found' });
  return {
    ...content,
    format: 'html',
    ...(title === undefined ? {} : { title }),
    encoding,
    coverage: 1,
    warnings: allWarnings,
  };
};

interface Reading {
  readonly content: RichText;
  readonly title: string | undefined;
}

function readMainContent(source: string): Reading | undefined {
  try {
    // Readability takes the tree apart, so it has one of its own.
    const article = new Readability<Node>(parseHtml(source), { serializer: (node) => node }).parse();
    return article?.content ? { content: read(article.content), title: oneLine(article.title) } : undefined;
  } catch (error) {
    // It guesses, and odd pages overflow or confuse it; the whole page, with a warning, is the answer then.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function read(root: Node): RichText {
  const builder = new RichTextBuilder();
  appendHtml(root, builder);
  return builder.build();
}

/** A few sentences out of a page, or an eighth of a long one, is more likely a wrong guess than an article. */
function isSuspiciouslySmall(article: RichText, whole: RichText): boolean {
  const share = article.text.length / whole.text.length;
  return share < 1 / 8 || (share < 1 / 2 && article.text.length < 600);
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = asLatin1(bytes.subarray(0, 4096));
  const declared =
    /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|^\s*<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)/i.exec(start);
  return declared?.[1] ?? declared?.[2];
}

function oneLine(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined;
}
