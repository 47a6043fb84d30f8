import { AppError } from '../../../src/core/app-error';
import { cosineOfUnitVectors } from '../../../src/core/search/cosine';
import type { EmbeddingBackend } from './backend';
import { storedSoundness, type SoundnessMemory } from './soundness-memory';

/** A statement, the same in other words, and one about something else: of one language each. */
const goldenTriples = {
  en: [
    [
      'The cat is sleeping on the sofa.',
      'A cat sleeps on the couch.',
      'Interest rates rose by half a percent.',
    ],
    [
      'How do I reset my password?',
      'I want to change a password I forgot.',
      'The train leaves at noon from Paris.',
    ],
    [
      'Water boils at one hundred degrees.',
      'The boiling point of water is 100 degrees.',
      'She plays the violin well.',
    ],
  ],
  zh: [
    ['猫在沙发上睡觉。', '一只猫睡在沙发上。', '利率上涨了半个百分点。'],
    ['怎样重置我的密码？', '我忘了密码，想要更改。', '火车中午从巴黎出发。'],
    ['水在一百摄氏度沸腾。', '水的沸点是100摄氏度。', '她小提琴拉得很好。'],
  ],
} as const;
const unitTolerance = 0.01;
/** Cosine from which two vectors count as one direction; models differ, but none keeps other topics this near. */
const oneDirection = 0.999;
/** Models of 8 bits compute a text a little differently beside others than alone. */
const leastAgreement = 0.95;

/**
 * Lends the backend on once it has shown that its vectors mean something here: numbers, of length one, not all of one
 * direction, the same for the same text, and in one language at least nearer for the same in other words than for
 * something else. Throws `model-unsound` where they do not, and frees the backend then and where it throws itself. A model
 * that passed is remembered.
 */
export async function soundBackend(
  modelPath: string,
  backend: EmbeddingBackend,
  memory: SoundnessMemory = storedSoundness,
): Promise<EmbeddingBackend> {
  const key = `${modelPath} ${backend.model.dtype} ${backend.model.dimension}`;
  if (await memory.isKnown(key).catch(() => false)) return backend;
  try {
    const problem = await problemOf(backend);
    if (problem !== undefined) throw new AppError('model-unsound', `${modelPath}: ${problem}`);
  } catch (error) {
    await backend.dispose?.().catch(() => undefined);
    throw error;
  }
  await memory.remember(key).catch(() => undefined);
  return backend;
}

async function problemOf(backend: EmbeddingBackend): Promise<string | undefined> {
  const { dimension, prefixes } = backend.model;
  const triples = [...goldenTriples.en, ...goldenTriples.zh];
  const vectors = await backend.embed(triples.flat().map((text) => prefixes.passage + text));
  const row = (i: number): Float32Array => vectors.subarray(i * dimension, (i + 1) * dimension);
  for (let i = 0; i < triples.length * 3; i += 1) {
    const length = Math.hypot(...row(i));
    if (!(Math.abs(length - 1) <= unitTolerance)) return `a vector has the length ${length}`;
  }
  const others = triples.map((_, i) => cosineOfUnitVectors(row(3 * i), row(3 * i + 2)));
  if (others.every((cosine) => cosine > oneDirection)) return 'its vectors all point the same way';
  const [[first]] = goldenTriples.en;
  const again = await backend.embed([prefixes.passage + first]);
  if (cosineOfUnitVectors(row(0), again) < leastAgreement)
    return 'the same text has another vector each time';
  const isNearer = triples.map((_, i) => {
    return cosineOfUnitVectors(row(3 * i), row(3 * i + 1)) > (others[i] ?? 1);
  });
  const english = isNearer.slice(0, goldenTriples.en.length);
  const chinese = isNearer.slice(goldenTriples.en.length);
  if (english.every(Boolean) || chinese.every(Boolean)) return undefined;
  return 'its vectors do not tell the same in other words from something else';
}
