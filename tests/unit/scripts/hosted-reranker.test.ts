import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hostsReranker, rerankerFolder } from '../../../scripts/build/hosted-reranker.mjs';

it('a cross-encoder is hosted where its configuration lies among the files when they are built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inkstone-public-'));
  try {
    expect(hostsReranker(folder)).toBe(false);
    await mkdir(join(folder, rerankerFolder), { recursive: true });
    expect(hostsReranker(folder)).toBe(false);
    await writeFile(join(folder, rerankerFolder, 'config.json'), '{}');
    expect(hostsReranker(folder)).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});
