import { afterEach, describe, expect, it } from 'vitest';
import {
  observeReEmbedding,
  postReEmbeddingProgress,
  withShownProgress,
  type ReEmbeddingProgress,
} from '../../src/storage/re-embedding-progress';

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** What a page shows, from the first on. */
function page(): ReadonlyMap<string, ReEmbeddingProgress>[] {
  const told: ReadonlyMap<string, ReEmbeddingProgress>[] = [];
  ends.push(observeReEmbedding((libraries) => told.push(libraries)));
  return told;
}

/** Work on a library of four chunks that has begun, and reports and ends when it is told to. */
async function work(libraryId: string) {
  const report = (done: number): void => postReEmbeddingProgress({ libraryId, done, total: 4 });
  let succeed = (): void => undefined;
  let fail: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  ends.push(succeed);
  let settled: Promise<unknown> = Promise.resolve();
  await new Promise<void>((begin) => {
    const shown = withShownProgress(libraryId, () => {
      report(0);
      begin();
      return ended;
    });
    settled = Promise.allSettled([shown]);
  });
  return { report, succeed, fail, settled };
}

describe('the progress of embedding anew', () => {
  it('is told at once, though there is none', () => {
    expect(page()).toEqual([new Map()]);
  });

  it('is shown by every page until the work has ended, however often it reports that all is done', async () => {
    const pages = [page(), page()];
    const { report, succeed, settled } = await work('a');
    report(4);
    for (const told of pages) {
      await expect.poll(() => told.at(-1)?.get('a')).toEqual({ libraryId: 'a', done: 4, total: 4 });
    }
    succeed();
    await settled;
    for (const told of pages) await expect.poll(() => told.at(-1)?.size).toBe(0);
  });

  it('is not shown any more once the work has failed, while that on another library goes on', async () => {
    const told = page();
    const [first, second] = [await work('a'), await work('b')];
    await expect.poll(() => [...(told.at(-1)?.keys() ?? [])].sort()).toEqual(['a', 'b']);
    first.fail(new Error('out of memory'));
    await first.settled;
    await expect.poll(() => [...(told.at(-1)?.keys() ?? [])]).toEqual(['b']);
    second.succeed();
    await second.settled;
    await expect.poll(() => told.at(-1)?.size).toBe(0);
  });

  it('is shown by a page that was opened meanwhile, from the next report on', async () => {
    const { report, succeed, settled } = await work('a');
    const told = page();
    report(2);
    await expect.poll(() => told.at(-1)?.get('a')?.done).toBe(2);
    succeed();
    await settled;
    await expect.poll(() => told.at(-1)?.size).toBe(0);
  });
});
