import { expect, it } from 'vitest';
import { extract, outline } from '../../../fixtures/extraction';
import { violationsOf } from '../../../fixtures/rich-text-violations';

it('parts paragraphs by empty lines and keeps the line ends within', async () => {
  const document = await extract('a.txt', '\n\nRoses are red,  \nviolets are blue.\n \t\n\n　　第二段。\n');
  expect(outline(document)).toEqual(['paragraph Roses are red,\nviolets are blue.', 'paragraph 第二段。']);
  expect(document.text).toBe('Roses are red,\nviolets are blue.\n\n第二段。');
  expect(violationsOf(document)).toEqual([]);
});

it('reports bytes that mean nothing in the encoding', async () => {
  const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, ...new TextEncoder().encode('Many good words here'), 0xff);
  const document = await extract('a.txt', bytes);
  expect(document.warnings).toEqual([{ code: 'undecodable-bytes', count: 1 }]);
  expect(document.encoding).toBe('utf-8');
  expect(document.coverage).toBeCloseTo(1 - 1 / document.text.length);
});
