import { describe, expect, it } from 'vitest';
import type { StoredDocument } from '../../../../src/core/library';
import type { Passage, Retrieval } from '../../../../src/core/passage';
import { createAnalyser } from '../../../../src/core/search/analyse';
import type { StoredChunk } from '../../../../src/storage/database';
import { Foreground } from '../../../../workers/indexing/foreground';
import { Suggester } from '../../../../workers/indexing/suggester';
import { vectorOf } from './stored-library';

const text = 'A heddle is a loop of wire that lifts threads. A shuttle is a tool that carries the weft.';
const document: StoredDocument = {
  ...{ id: 'd', libraryId: 'l', name: 'Heddle and shuttle.md', path: 'd', mediaType: '', sizeBytes: 1 },
  ...{ hash: '', addedAt: 0, status: 'ready' },
  content: {
    ...{ format: 'markdown', coverage: 1, warnings: [], characters: text.length, pages: [], chunkCount: 1 },
  },
};
const chunk: StoredChunk = {
  ...{ documentId: 'd', ordinal: 0, start: 0, end: text.length, text, headingPath: [], tokens: 20 },
};
const passage: Passage = {
  ...{ documentId: 'd', libraryId: 'l', documentName: document.name, ordinal: 0, start: 0, end: text.length },
  ...{ text, headingPath: [], score: 1, lanes: { dense: 0.6, coverage: 1 } },
};
const { signal } = new AbortController();
const input = { libraryIds: ['l'], limit: 4, modelPath: '/m' };

function suggesterOver(
  retrieve: (question: string) => Partial<Retrieval>,
  foreground: Pick<Foreground, 'idle'> = new Foreground(),
): Suggester {
  const analyse = createAnalyser();
  return new Suggester({
    sources: {
      contents: { chunks: (keys) => Promise.resolve(keys.map(() => chunk)) },
      documents: {
        getAll: () => Promise.resolve([document]),
        getByContent: () => Promise.resolve([document]),
      },
    },
    segments: { state: () => Promise.resolve({ ids: [1], buried: [] }) },
    removedIds: () => Promise.resolve(new Set()),
    foreground,
    retrieve: ({ question }) =>
      Promise.resolve({
        ...{ passages: [passage], confidence: 0.9, abstain: false, timings: { embedMs: 0, searchMs: 0 } },
        ...retrieve(question),
      }),
    contentIds: () => Promise.resolve(['d']),
    judge: () =>
      Promise.resolve({ analyse, idf: () => 3, embed: (texts) => Promise.resolve(texts.map(vectorOf)) }),
    analyse: () => Promise.resolve(analyse),
  });
}

async function suggested(suggester: Suggester): Promise<string[]> {
  return (await suggester.suggest(input, signal)).map((question) => question.text).sort();
}

describe('a made question', () => {
  it('is suggested where the library answers it', async () => {
    expect(await suggested(suggesterOver(() => ({})))).toEqual(['What is a heddle?', 'What is a shuttle?']);
  });

  it('is not where the gate refuses it', async () => {
    const refuses = (question: string) => ({ abstain: question.includes('shuttle') });
    expect(await suggested(suggesterOver(refuses))).toEqual(['What is a heddle?']);
  });

  it('is not where its own document is not among what is found', async () => {
    const elsewhere = { ...passage, documentId: 'other' };
    const finds = (question: string) => (question.includes('heddle') ? { passages: [elsewhere] } : {});
    expect(await suggested(suggesterOver(finds))).toEqual(['What is a shuttle?']);
  });

  it('waits until nobody else is being answered', async () => {
    const foreground = new Foreground();
    const end = foreground.begin();
    const tried: string[] = [];
    const suggester = suggesterOver((question) => {
      tried.push(question);
      return {};
    }, foreground);
    const given = suggester.suggest(input, signal);
    await foreground.during(() => new Promise((resolve) => setImmediate(resolve)));
    expect(tried).toEqual([]);
    end();
    expect(await given).toHaveLength(2);
  });
});
