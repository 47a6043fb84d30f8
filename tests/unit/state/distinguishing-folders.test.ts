import { expect, it } from 'vitest';
import { distinguishingFolders } from '../../../src/state/distinguishing-folders';
import { storedDocument } from './stored-documents';

function folders(...paths: string[]): Record<string, string> {
  return Object.fromEntries(distinguishingFolders(paths.map((path) => storedDocument(path))));
}

it('says nothing where a name is there once', () => {
  expect(folders('a/x.md', 'a/y.md', 'z.md')).toEqual({});
});

it('names the last folder where that is enough', () => {
  expect(folders('docs/2024/index.md', 'docs/2025/index.md')).toEqual({
    'docs/2024/index.md': '2024',
    'docs/2025/index.md': '2025',
  });
});

it('names as many folders as it takes', () => {
  expect(folders('a/src/index.md', 'b/src/index.md', 'c/index.md')).toEqual({
    'a/src/index.md': 'a/src',
    'b/src/index.md': 'b/src',
    'c/index.md': 'c',
  });
});

it('leaves a file without folders as it is', () => {
  expect(folders('index.md', 'a/index.md')).toEqual({ 'a/index.md': 'a' });
});
