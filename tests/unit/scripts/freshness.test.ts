import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isBuildFresh } from '../../../scripts/build/freshness.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inkstone-build-'));
  await mkdir(join(folder, 'src/core'), { recursive: true });
  await mkdir(join(folder, 'dist'));
  await writeAt('src/core/chunk.ts', 1000);
  await setTime('src/core', 1000);
  await setTime('src', 1000);
});

afterEach(() => rm(folder, { recursive: true }));

async function writeAt(path: string, seconds: number): Promise<void> {
  await writeFile(join(folder, path), path);
  await setTime(path, seconds);
}

async function setTime(path: string, seconds: number): Promise<void> {
  await utimes(join(folder, path), seconds, seconds);
}

it('without a build there is one to make', () => {
  expect(isBuildFresh(folder)).toBe(false);
});

it('a build that failed half way is made again', async () => {
  await writeAt('dist/service.worker.js', 2000);
  expect(isBuildFresh(folder)).toBe(false);
});

it('a build that ended before its service worker named its files is made again', async () => {
  await writeAt('dist/index.html', 2000);
  await writeFile(join(folder, 'dist/service.worker.js'), 'new BuildCache(self.__WB_MANIFEST, scope)');
  expect(isBuildFresh(folder)).toBe(false);
});

it('a build newer than its sources is kept', async () => {
  await writeAt('dist/index.html', 2000);
  await writeAt('dist/service.worker.js', 2000);
  expect(isBuildFresh(folder)).toBe(true);
});

it('a changed source asks for a new build', async () => {
  await writeAt('dist/index.html', 2000);
  await writeAt('dist/service.worker.js', 2000);
  await writeAt('src/core/chunk.ts', 3000);
  expect(isBuildFresh(folder)).toBe(false);
});

it('a removed source asks for a new build', async () => {
  await writeAt('dist/index.html', 2000);
  await writeAt('dist/service.worker.js', 2000);
  await rm(join(folder, 'src/core/chunk.ts'));
  expect(isBuildFresh(folder)).toBe(false);
});
