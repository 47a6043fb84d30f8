import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import { decodeText } from '../../../../workers/engines/extraction/decoding';
import { parseHtml } from '../../../../workers/engines/extraction/html-parsing';
import { extract } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

const shared = process.env['INKSTONE_SHARED'] ?? join(import.meta.dirname, '../../../../../shared');
const documents = join(shared, 'data/docs');
const isPresent = existsSync(documents);
if (!isPresent) console.log(`No shared data at ${shared}: the tests over real documents are skipped.`);

function filesIn(folder: string, extension: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && extension.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const squeeze = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');

/** F1 over the multisets of character pairs. */
function similarity(text: string, expected: string): number {
  const pairs = (from: string) => {
    const counts = new Map<string, number>();
    for (let index = 1; index < from.length; index += 1) {
      const pair = from.slice(index - 1, index + 1);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    return counts;
  };
  const [a, b] = [squeeze(text), squeeze(expected)];
  const expectedPairs = pairs(b);
  let common = 0;
  for (const [pair, count] of pairs(a)) common += Math.min(count, expectedPairs.get(pair) ?? 0);
  return a === b ? 1 : (2 * common) / Math.max(1, a.length + b.length - 2);
}

describe.skipIf(!isPresent)('real documents', { timeout: 240_000 }, () => {
  it('in other encodings are decoded as their authors wrote them, 23 of 25 or more', async () => {
    const manifest = readFileSync(join(documents, 'encodings/manifest.jsonl'), 'utf8').trim().split('\n');
    let right = 0;
    for (const line of manifest) {
      const { file, utf8_sha1: expected } = JSON.parse(line) as { file: string; utf8_sha1: string };
      const bytes = readFileSync(join(documents, 'encodings', file));
      const candidates = spellingsOf(decodeText(bytes).text);
      const digests = await Promise.all(candidates.map((text) => sha1(text)));
      if (digests.includes(expected)) right += 1;
    }
    expect(right).toBeGreaterThanOrEqual(23);
  });

  it('saved from the web give their main content', async () => {
    const cases = readdirSync(join(documents, 'readability'));
    const scores = await Promise.all(
      cases.map(async (name) => {
        const folder = join(documents, 'readability', name);
        const { text } = await extract('source.html', readFileSync(join(folder, 'source.html')));
        const { body } = parseHtml(readFileSync(join(folder, 'expected.html'), 'utf8'));
        return similarity(text, body.textContent);
      }),
    );
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThan(0.97);
  });

  it('that are books give the text of their spine', async () => {
    const folder = join(documents, 'epub3-samples');
    const names = readdirSync(folder).filter((name) => name.endsWith('.epub'));
    const scores = await Promise.all(
      names.map(async (name) => {
        const { text } = await extract(name, readFileSync(join(folder, name)));
        const spine = readFileSync(join(folder, '_expected', name.replace('.epub', '.spine.json')), 'utf8');
        return similarity(text, (JSON.parse(spine) as string[]).join('\n'));
      }),
    );
    // Readings above Japanese characters are left out, for they would part the words that are searched.
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThan(0.96);
  });

  it('keep every promise of rich text, or are refused with a code', async () => {
    const folders = ['docs/tika', 'docs/docling', 'docs/readability', 'e2e'].map((name) =>
      join(shared, 'data', name),
    );
    const files = folders.flatMap((folder) =>
      filesIn(folder, /\.(?:md|html?|txt|vtt|csv|json|eml|epub|asciidoc|docx|odt|rtf)$/),
    );
    expect(files.length).toBeGreaterThan(100);
    for (const file of files) {
      const outcome = await extract(basename(file), readFileSync(file)).catch((error: unknown) => error);
      if (outcome instanceof AppError) continue;
      expect(outcome, file).not.toBeInstanceOf(Error);
      expect(violationsOf(outcome as Awaited<ReturnType<typeof extract>>), file).toEqual([]);
    }
  });
});

/** Decoding takes away the byte order mark and the kind of line end; the digests are of text with both. */
function spellingsOf(text: string): string[] {
  const lines = [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r')];
  return lines.flatMap((spelling) => [spelling, `\uFEFF${spelling}`]);
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Buffer.from(digest).toString('hex');
}
