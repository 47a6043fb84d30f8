import { describe, expect, it } from 'vitest';
import { createFolding } from '../../../../workers/engines/embedding/character-folding';
import { seededRandom } from '../../../../src/core/seeded-random';
import { batchesByLength, processorBatchTokens } from '../../../../workers/engines/embedding/batches';
import { describeModel } from '../../../../workers/engines/embedding/model-description';

describe('a model', () => {
  it('is known by its folder and counted by the smaller of its limits', () => {
    const config = { hidden_size: 384, max_position_embeddings: 514 };
    const { model, isStatic } = describeModel('/models/some-model/', config, {
      tokenizerConfig: { model_max_length: 512 },
    });
    expect(model).toMatchObject({ id: 'some-model', dimension: 384, maxTokens: 512 });
    expect(isStatic).toBe(false);
    expect(describeModel('/m', { hidden_size: 8 }).model.maxTokens).toBe(512);
  });

  it('gets the words and the pooling that its family was trained with', () => {
    const familyOf = (id: string): unknown => {
      const { model, pooling } = describeModel(`/models/${id}`, { hidden_size: 384 });
      return [model.prefixes.query, model.prefixes.passage, pooling];
    };
    expect(familyOf('multilingual-e5-small')).toEqual(['query: ', 'passage: ', 'mean']);
    expect(familyOf('bge-small-en-v1.5')).toEqual([expect.stringContaining('Represent'), '', 'cls']);
    expect(familyOf('bge-small-zh-v1.5')).toEqual([expect.stringContaining('检索'), '', 'cls']);
    expect(familyOf('bge-m3')).toEqual(['', '', 'cls']);
    expect(familyOf('all-MiniLM-L6-v2')).toEqual(['', '', 'mean']);
  });

  it('that does not tell its dimension is refused', () => {
    for (const config of [null, [], {}, { hidden_size: '256' }]) {
      expect(() => describeModel('/m', config)).toThrow(
        expect.objectContaining({ code: 'model-incompatible' }),
      );
    }
  });
});

describe('batches', () => {
  it('hold every text once, with texts of like length, within the padded budget', () => {
    const lengths = Array.from({ length: 300 }, (_, i) => (i * 7919) % 1200);
    const batches = batchesByLength(lengths);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
    for (const batch of batches) {
      const longest = longestOf(batch, lengths);
      const isWithin = longest * batch.length <= processorBatchTokens;
      expect(isWithin || batch.length === 1).toBe(true);
    }
  });

  it('waste little of what is computed on padding', () => {
    const random = seededRandom(3);
    const lengths = Array.from({ length: 256 }, () => 20 + Math.floor(random() * 300));
    const batches = batchesByLength(lengths);
    const padded = batches.reduce((sum, batch) => sum + batch.length * longestOf(batch, lengths), 0);
    const real = lengths.reduce((sum, length) => sum + length, 0);
    expect(padded / real).toBeLessThan(1.05);
    const inOrder = Array.from({ length: 16 }, (_, i) => Array.from({ length: 16 }, (_, j) => 16 * i + j));
    const paddedInOrder = inOrder.reduce((sum, batch) => sum + batch.length * longestOf(batch, lengths), 0);
    expect(paddedInOrder / real).toBeGreaterThan(1.5);
  });

  it('hold a text alone that is longer than the budget', () => {
    expect(batchesByLength([9000, 9000, 10])).toEqual([[2], [0], [1]]);
    expect(batchesByLength([])).toEqual([]);
  });
});

describe('folding', () => {
  it('replaces the characters of the table, also outside the basic plane, and nothing else', () => {
    const fold = createFolding({ 漢: '汉', '𨧀': '𬭊', ']': ')' });
    expect(fold('漢字[𨧀] a')).toBe('汉字[𬭊) a');
    expect(createFolding({})('漢')).toBe('漢');
  });

  it('refuses what is not such a table', () => {
    for (const table of [null, 'text', { ab: 'c' }, { a: 1 }]) {
      expect(() => createFolding(table)).toThrow(expect.objectContaining({ code: 'model-load-failed' }));
    }
  });
});

function longestOf(batch: readonly number[], lengths: readonly number[]): number {
  return Math.max(...batch.map((position) => lengths[position] ?? 0));
}
