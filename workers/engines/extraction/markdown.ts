import type { ExtractedDocument } from '../../../src/core/extracted-document';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { ExtractionContext, Extractor } from './extractor';
import { frontMatterTitle } from './front-matter';
import { MarkdownReader } from './markdown-reader';
import { splitMarkdown } from './markdown-segments';
import { appendPlainText } from './plain-text';
import { readTextFile } from './text-file';

/** CommonMark with GitHub's tables, task lists, footnotes and strike-through, and front matter. */
export const extractMarkdown: Extractor = async (file, context) => {
  const { text: source, encoding, warnings } = await readTextFile(file);
  const { body, title } = parseFrontMatter(source);
  const read = await readMarkdown(body, context).catch((error: unknown) => {
    // The parser calls itself for every level of nesting: a file that overflows it is still text.
    if (error instanceof RangeError) return readAsText(body);
    throw error;
  });
  const ownTitle = title ?? read.title;
  return {
    ...read.content,
    format: 'markdown',
    ...(ownTitle === undefined ? {} : { title: ownTitle }),
    encoding,
    coverage: 1,
    warnings,
  };
};

interface Reading {
  readonly content: Pick<ExtractedDocument, 'text' | 'blocks' | 'marks' | 'pages'>;
  readonly title: string | undefined;
}

async function readMarkdown(source: string, { signal, onProgress }: ExtractionContext): Promise<Reading> {
  const builder = new RichTextBuilder();
  const reader = new MarkdownReader(builder);
  const segments = splitMarkdown(source);
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'text') appendPlainText(segment.source, builder);
    else await reader.read(segment.source);
    onProgress({ loaded: index + 1, total: segments.length });
    // A message that cancels is heard only between tasks.
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
  return { content: builder.build(), title: reader.title };
}

function readAsText(source: string): Reading {
  const builder = new RichTextBuilder();
  appendPlainText(source, builder);
  return { content: builder.build(), title: undefined };
}

function parseFrontMatter(source: string): { body: string; title: string | undefined } {
  const fenced = /^(---|\+\+\+)[ \t]*\n([^]*?)^\1[ \t]*(?:\n|$)/m.exec(source);
  const content = fenced?.[2] ?? '';
  // Two rules with words between them look alike; front matter is empty or has a name and its value.
  const isFrontMatter = content.trim() === '' || /^[\w"'-]+\s*[:=]/m.test(content);
  if (fenced?.index !== 0 || !isFrontMatter) return { body: source, title: undefined };
  return { body: source.slice(fenced[0].length), title: frontMatterTitle(content) };
}
