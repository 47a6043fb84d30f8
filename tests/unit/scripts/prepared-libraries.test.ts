import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { preparedLibraries, unpreparedLibraries } from '../../../scripts/build/prepared-libraries.mjs';

const root = resolve(import.meta.dirname, '../../..');

/** Imports of values by a bare name; Vite and its Svelte plugin see to svelte themselves. */
async function namedLibraries(): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for (const folder of ['src', 'workers']) {
    const paths = await readdir(join(root, folder), { recursive: true });
    for (const path of paths.filter((each) => /\.(?:ts|svelte)$/u.test(each))) {
      const text = await readFile(join(root, folder, path), 'utf8');
      const imports = text.matchAll(
        /(?:import (?!type\b)[^;']*?from |import |import\()'(?<name>[@a-z][^']*)'/gu,
      );
      for (const { groups } of imports) named.add(groups?.['name'] ?? '');
    }
  }
  return new Set([...named].filter((name) => !/^(?:svelte(?:\/.*)?|virtual:.*|.*\?.*)$/u.test(name)));
}

test('every library that the app names is bundled before the first page is served, or served as it is', async () => {
  const named = await namedLibraries();
  const isUnprepared = (name: string) =>
    unpreparedLibraries.some((each) => name === each || name.startsWith(`${each}/`));
  expect(preparedLibraries).toEqual([...named].filter((name) => !isUnprepared(name)).toSorted());
});
