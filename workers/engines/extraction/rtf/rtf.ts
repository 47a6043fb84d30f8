import { AppError } from '../../../../src/core/app-error';
import type { ExtractionWarning } from '../../../../src/core/extracted-document';
import type { Extractor } from '../extractor';
import { plainInline } from '../inline-parts';
import { saysMoreThanPages } from '../margin-words';
import { RtfReader } from './rtf-reader';
import { rtfTokens } from './tokens';

/** Most of a larger file is pictures written as digits. */
const largestBytes = 128 * 1024 * 1024;

/** Tokens between two looks at whether reading was cancelled. */
const tokensOfTurn = 50_000;

/** Reads Rich Text: paragraphs, headings, lists, tables, links, notes, comments, headers and footers. */
export const extractRtf: Extractor = async (file, { signal, onProgress }) => {
  if (file.size > largestBytes) throw new AppError('too-large', 'The document is larger than 128 MB.');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const reader = new RtfReader();
  let count = 0;
  for (const token of rtfTokens(bytes)) {
    reader.read(token);
    count += 1;
    if (count % tokensOfTurn === 0) {
      await Promise.resolve();
      signal.throwIfAborted();
    }
  }
  const seen = new Set<string>();
  for (const { text } of reader.finish()) {
    if (seen.has(text) || !saysMoreThanPages(text)) continue;
    seen.add(text);
    reader.builder.addBlock({ kind: 'paragraph' }, plainInline(text));
  }
  onProgress({ loaded: file.size, total: file.size });
  const warnings: ExtractionWarning[] = [];
  if (reader.pictures > 0) warnings.push({ code: 'images-skipped', count: reader.pictures });
  const title = reader.title.replace(/\s+/g, ' ').trim();
  return {
    ...reader.builder.build(),
    format: 'rtf',
    ...(title === '' ? {} : { title }),
    coverage: 1,
    warnings,
  };
};
