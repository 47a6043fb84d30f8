import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { ExtractionContext, Extractor } from './extractor';
import { frontMatterFields, frontMatterTags, frontMatterTitle } from './front-matter';
import { MarkdownReader } from './markdown-reader';
import { splitMarkdown } from './markdown-segments';
import { createPause } from './pause';
import { appendPlainText } from './plain-text';
import { readTextFile } from './text-file';

/** CommonMark with GitHub's tables, task lists, footnotes and strike-through, and front matter. */
export const extractMarkdown: Extractor = async (file, context) => {
  const { text: source, encoding, warnings } = await readTextFile(file, context);
  const { body, title: ownTitle, fields, tags } = parseFrontMatter(source);
  const builder = new RichTextBuilder();
  // Each by itself: run together they would read, and be quoted, as one sentence.
  for (const text of fields) builder.addBlock({ kind: 'paragraph' }, { text, marks: [] });
  const heading = await readMarkdownInto(builder, body, context);
  const title = ownTitle ?? heading;
  return {
    ...builder.build(),
    format: 'markdown',
    ...(title === undefined ? {} : { title }),
    ...(tags.length === 0 ? {} : { tags }),
    encoding,
    coverage: 1,
    warnings,
  };
};

/** Adds what the source says; returns its first heading of level 1. */
export async function readMarkdownInto(
  builder: RichTextBuilder,
  source: string,
  { signal, onProgress }: Pick<ExtractionContext, 'signal' | 'onProgress'>,
): Promise<string | undefined> {
  const reader = new MarkdownReader(builder);
  const segments = splitMarkdown(source);
  const pause = createPause(signal);
  for (const [index, segment] of segments.entries()) {
    if (segment.kind === 'text') appendPlainText(segment.source, builder);
    else await reader.read(segment.source);
    onProgress({ loaded: index + 1, total: segments.length });
    await pause();
  }
  return reader.title;
}

interface FrontMatter {
  readonly body: string;
  readonly title: string | undefined;
  /** What a reader would want to know of the document, as `name: value`. */
  readonly fields: readonly string[];
  readonly tags: readonly string[];
}

function parseFrontMatter(source: string): FrontMatter {
  const fenced = /^(---|\+\+\+)[ \t]*\n([^]*?)^\1[ \t]*(?:\n|$)/m.exec(source);
  const content = fenced?.[2] ?? '';
  // Two rules with words between them look alike; front matter is empty or has a name and its value.
  const isFrontMatter = content.trim() === '' || /^[\w"'-]+\s*[:=]/m.test(content);
  if (fenced?.index !== 0 || !isFrontMatter) return { body: source, title: undefined, fields: [], tags: [] };
  const body = source.slice(fenced[0].length);
  return {
    body,
    title: frontMatterTitle(content),
    fields: frontMatterFields(content),
    tags: frontMatterTags(content),
  };
}
