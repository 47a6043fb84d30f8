import { describe, expect, it } from 'vitest';
import { ModelShelf } from '../../../../workers/engines/embedding/model-shelf';

/** A shelf for two, with the names of what was loaded and freed. */
function shelfOfTwo() {
  const loaded: string[] = [];
  const freed: string[] = [];
  const shelf = new ModelShelf<{ name: string; dispose: () => Promise<void> }>(2);
  const use = <T>(name: string, work: () => T | Promise<T>): Promise<T> =>
    shelf.use(
      name,
      () => {
        loaded.push(name);
        return Promise.resolve({ name, dispose: () => Promise.resolve(void freed.push(name)) });
      },
      work,
    );
  return { use, loaded, freed };
}

describe('the models that are kept loaded', () => {
  it('are used in turn without being loaded again', async () => {
    const { use, loaded, freed } = shelfOfTwo();
    for (const name of ['old', 'new', 'old', 'new']) await use(name, () => undefined);
    expect(loaded).toEqual(['old', 'new']);
    expect(freed).toEqual([]);
  });

  it('make room by the one that was not used for longest', async () => {
    const { use, freed } = shelfOfTwo();
    for (const name of ['a', 'b', 'a', 'c']) await use(name, () => undefined);
    await expect.poll(() => freed).toEqual(['b']);
  });

  it('are freed only when their last user has ended', async () => {
    const { use, freed } = shelfOfTwo();
    let end: () => void = () => undefined;
    const working = use('a', () => new Promise<void>((resolve) => (end = resolve)));
    await use('b', () => undefined);
    await use('c', () => undefined);
    expect(freed).toEqual([]);
    end();
    await working;
    expect(freed).toEqual(['a']);
  });
});
