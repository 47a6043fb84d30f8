import { describe, expect, it } from 'vitest';
import { bestModels } from '../../../../src/core/models/best-models';
import type { CatalogueEntry } from '../../../../src/core/models/catalogue-entry';

function entry(id: string, facts: Partial<CatalogueEntry> = {}): CatalogueEntry {
  return {
    ...{ id, task: 'answer', engine: 'wllama', format: 'gguf', source: 'yours', name: id, family: 'own' },
    ...{ licence: 'MIT', languages: ['en'], contextTokens: 4096, downloadBytes: 1, memoryBytes: 1 },
    ...{ state: 'installed', verdict: { runs: true }, isRecommended: false },
    ...facts,
  } as CatalogueEntry;
}

function idsOf(...entries: readonly CatalogueEntry[]): readonly string[] {
  return bestModels(entries).map(({ id }) => id);
}

describe('the best of the models on this device', () => {
  it('are those that can run, the recommended one first, slow ones and the browser’s own last', () => {
    const slow = entry('slow', { verdict: { runs: true, caution: 'slow' } });
    const own = entry('own', { engine: 'built-in', format: undefined, contextTokens: 0 });
    const failed = entry('failed', { verdict: { runs: false, reason: 'failed-self-test' } });
    const away = entry('away', { state: 'available' });
    const best = entry('best', { isRecommended: true });
    expect(idsOf(own, slow, failed, entry('good'), away, best)).toEqual(['best', 'good', 'slow', 'own']);
  });

  it('hold a question with its passages', () => {
    expect(idsOf(entry('tiny', { contextTokens: 512 }), entry('small', { contextTokens: 1024 }))).toEqual([
      'small',
    ]);
  });
});
