import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isExpectation, ServedFiles } from '../../../scripts/lab/served-files.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkstone-served-'));
  await mkdir(join(folder, 'zh'));
  await writeFile(join(folder, 'zh', '笔 #1.md'), '');
  await writeFile(join(folder, 'b.txt'), '');
  await writeFile(join(folder, '.hidden'), '');
});

afterEach(() => rm(folder, { recursive: true }));

describe('documents', () => {
  it('finds every visible file under a folder, with an address that holds any name', async () => {
    const files = new ServedFiles();
    expect(await files.documents([folder])).toEqual([
      { path: 'b.txt', url: '/lab-files/0/b.txt' },
      { path: 'zh/笔 #1.md', url: '/lab-files/0/zh/%E7%AC%94%20%231.md' },
    ]);
    expect(files.roots).toEqual({ '/lab-files/0/': folder });
  });

  it('leaves expectations out where asked, but no document whose name begins like their folders', async () => {
    await mkdir(join(folder, '_expected'));
    await writeFile(join(folder, '_expected', 'b.txt.md'), '');
    await writeFile(join(folder, 'manifest.jsonl'), '');
    await writeFile(join(folder, 'zh', 'expected.html'), '');
    await writeFile(join(folder, '_draft.txt'), '');
    const found = await new ServedFiles().documents([folder], isExpectation);
    expect(found.map(({ path }) => path)).toEqual(['_draft.txt', 'b.txt', 'zh/笔 #1.md']);
    expect(await new ServedFiles().documents([folder])).toHaveLength(6);
  });

  it('takes single files too', async () => {
    const files = new ServedFiles();
    expect(await files.documents([join(folder, 'b.txt')])).toEqual([
      { path: 'b.txt', url: '/lab-files/0/b.txt' },
    ]);
  });

  it('says which path does not exist', async () => {
    await expect(new ServedFiles().documents([join(folder, 'gone')])).rejects.toThrow('gone does not exist');
  });
});
