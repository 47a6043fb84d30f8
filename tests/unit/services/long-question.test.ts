import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExtractiveEngine } from '../../../src/services/extractive-engine';
import { searchQuestion } from '../../../src/services/search-question';
import type { Workers } from '../../../src/services/workers';
import { AskedLibrary, libraryId, modelPath } from '../workers/indexing/asked-library';

let library: AskedLibrary;

beforeEach(async () => {
  library = new AskedLibrary();
  for (const path of ['en/tea.txt', 'en/inkstone.md', 'zh/four-treasures.md']) {
    await library.add(path, readFileSync(`public/sample/${path}`));
  }
});

afterEach(() => library.close());

/** The quotes that a question is answered with, none where it is refused. */
async function quotedFor(question: string): Promise<string[]> {
  const { signal } = new AbortController();
  const workers = { searchIndex: { client: library.index } } as unknown as Pick<Workers, 'searchIndex'>;
  const engine = createExtractiveEngine(workers);
  const searched = await searchQuestion(engine, question, { history: [], signal });
  const scope = { libraryIds: [libraryId], limit: 8, modelPath };
  const found = await library.index.call('retrieve', { ...scope, question: searched });
  if (found.abstain) return [];
  const { passages, confidence } = found;
  const request = { question, language: 'en', passages, history: [], confidence } as const;
  const quotes: string[] = [];
  for await (const event of engine.answer(request, { signal })) {
    if (event.kind === 'citation') quotes.push(event.citation.quote);
  }
  return quotes;
}

const lines = Array.from(
  { length: 60 },
  (_, i) => `Line ${i}: our team met at the office to speak about the garden, the printer and the budget.`,
).join('\n');

describe('a pasted page of sixty lines', () => {
  it('is answered as the question before or after it is', async () => {
    const question = 'How many chests of tea were thrown into Boston harbour?';
    const [answer] = await quotedFor(question);
    expect(answer).toContain('342 chests');
    expect((await quotedFor(`${lines}\n\n${question}`))[0]).toBe(answer);
    expect((await quotedFor(`${question}\n\n${lines}`))[0]).toBe(answer);
    const [chinese] = await quotedFor(`${lines}\n好笔的“四德”是什么？`);
    expect(chinese).toContain('尖、齐、圆、健');
  });

  it('finds the passage that it is a copy of', async () => {
    const text = readFileSync('public/sample/en/tea.txt', 'utf8');
    const from = text.indexOf('On the night of 16 December 1773');
    const quotes = await quotedFor(text.slice(from, from + 4000));
    expect(quotes[0]).toContain('342 chests');
  });
});
