import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failedPages } from '../../../scripts/failed-pages.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failed-pages-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('tells what was on the page of each test that failed', () => {
  const results = join(folder, 'notes-are-kept');
  mkdirSync(results);
  writeFileSync(join(results, 'error-context.md'), 'heading "Notes"');
  writeFileSync(join(results, 'trace.zip'), '');
  expect(failedPages(folder)).toEqual([
    { path: join('notes-are-kept', 'error-context.md'), text: 'heading "Notes"' },
  ]);
});

it('tells nothing where no test has begun', () => {
  expect(failedPages(join(folder, 'test-results'))).toEqual([]);
});
