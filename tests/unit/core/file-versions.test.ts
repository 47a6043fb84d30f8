import { expect, it } from 'vitest';
import { freePath } from '../../../src/core/file-versions';

it('a path that is taken gets a number before its extension', () => {
  const taken = new Set(['a/b.tar.gz', 'a/b.tar (2).gz', '.hidden', '无扩展名']);
  const free = (path: string): string => freePath(path, (one) => taken.has(one));
  expect(free('c.md')).toBe('c.md');
  expect(free('a/b.tar.gz')).toBe('a/b.tar (3).gz');
  expect(free('.hidden')).toBe('.hidden (2)');
  expect(free('无扩展名')).toBe('无扩展名 (2)');
});
