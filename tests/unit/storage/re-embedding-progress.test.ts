import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  observeReEmbedding,
  postReEmbeddingProgress,
  withShownProgress,
} from '../../../src/storage/re-embedding-progress';

beforeEach(() => vi.stubGlobal('navigator', {}));
afterEach(() => vi.unstubAllGlobals());

describe('the progress of embedding anew, where a browser has no locks', () => {
  it.each<[string, () => Promise<void>]>([
    ['has come to its end', () => Promise.resolve()],
    ['has failed', () => Promise.reject(new Error('out of memory'))],
  ])('is shown until the work %s', async (_, end) => {
    const told: (readonly string[])[] = [];
    const stop = observeReEmbedding((libraries) => told.push([...libraries.keys()]));
    let finish = (): void => undefined;
    const work = withShownProgress('a', async () => {
      postReEmbeddingProgress({ libraryId: 'a', done: 0, total: 2 });
      await new Promise<void>((resolve) => (finish = resolve));
      await end();
    });
    const settled = Promise.allSettled([work]);
    await expect.poll(() => told.at(-1)).toEqual(['a']);
    finish();
    await settled;
    await expect.poll(() => told.at(-1)).toEqual([]);
    stop();
  });
});
