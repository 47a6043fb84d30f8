import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/app-error';
import type { FileHash } from '../../../src/core/models/model-package';
import { seededRandom } from '../../../src/core/seeded-random';
import { dataName, journalName } from '../../../src/storage/model-files';
import type { Fault, ServedFile } from '../../fixtures/fault-server';
import { madeBytes } from '../../fixtures/made-bytes';
import {
  fileNames,
  folderNames,
  isSame,
  publishedGitSha1,
  publishedMd5,
  publishedSha256,
  StoreDesk,
} from './store-desk';

/*
 * Downloads with faults and kills by chance, the same for the same seed. Each has to end with verified files or a clear
 * error, to leave nothing that nobody knows of, and to fetch no byte twice beyond what a crash may lose.
 */

const runs = import.meta.env['INKSTONE_TEST_ALL'] === '1' ? 100 : 12;
const kib = 1024;
const checkpointBytes = 128 * kib;
/** Short, as many of these connections do die. */
const stallMs = 400;

let desk: StoreDesk;

beforeEach(() => {
  desk = new StoreDesk();
});

afterEach(() => desk.close());

const ends = new Map<string, number>();
const twice = { mostBytes: 0, withoutKillBytes: 0, kills: 0 };

afterAll(() => {
  const counted = [...ends].map(([end, count]) => `${count} ${end}`).join(', ');
  console.log(
    `${runs} downloads with ${twice.kills} kills: ${counted}; fetched twice of a file at most ` +
      `${Math.ceil(twice.mostBytes / kib)} KiB for each kill, ${twice.withoutKillBytes} bytes without one`,
  );
});

interface RandomFile extends ServedFile {
  readonly hash: 'sha256' | 'git-sha1' | 'md5' | 'none';
  /** Whether what arrives of it is always of use. */
  readonly isHonest: boolean;
}

function randomFile(index: number, random: () => number): RandomFile {
  const upTo = (count: number): number => Math.floor(random() * count);
  const pick = <T>(...choices: readonly [T, ...T[]]): T => choices[upTo(choices.length)] ?? choices[0];
  const bytes = random() < 0.1 ? upTo(3) : upTo(700 * kib);
  const passing = (): Fault =>
    pick<Fault>(
      { kind: 'cut', after: upTo(bytes + 1) },
      { kind: 'cut', after: upTo(bytes + 1) },
      { kind: 'stall', after: upTo(bytes + 1) },
      { kind: 'short', after: upTo(bytes + 1) },
      { kind: 'status', status: pick(429, 500, 502, 503) },
      { kind: 'status', status: pick(429, 503), retryAfter: pick('0', '1', new Date().toUTCString()) },
      { kind: 'page' },
      { kind: 'shifted', by: 1 + upTo(1000) },
      { kind: 'slow', bytesPerMs: 200 + upTo(2000) },
    );
  const spoiling = (): Fault =>
    pick<Fault>(
      { kind: 'flip', at: upTo(bytes + 1) },
      { kind: 'long', extra: 1 + upTo(1000) },
      { kind: 'whole' },
      { kind: 'changed', seed: 1000 + index },
    );
  const lastingOnes: readonly Fault[] = [
    { kind: 'status', status: 404 },
    { kind: 'status', status: 500 },
    { kind: 'flip', at: upTo(bytes + 1) },
    { kind: 'page' },
    { kind: 'cut', after: 0 },
    { kind: 'whole' },
  ];
  const faults = Array.from({ length: upTo(6) }, passing);
  const spoilers = random() < 0.25 ? [spoiling()] : [];
  for (const spoiler of spoilers) faults.splice(upTo(faults.length + 1), 0, spoiler);
  const roll = random();
  const lasting: Fault =
    roll < 0.1
      ? pick<Fault>(...nonEmpty(lastingOnes))
      : roll < 0.4
        ? { kind: 'slow', bytesPerMs: 300 + upTo(1500) }
        : { kind: 'none' };
  const hash = pick<RandomFile['hash']>('sha256', 'sha256', 'sha256', 'git-sha1', 'md5', 'none');
  const isOpen = random() < 0.8;
  const isHonest =
    spoilers.length === 0 && !['flip', 'whole'].includes(lasting.kind) && (isOpen || hash !== 'none');
  const tellsLength = random() < 0.85;
  return {
    name: `${index}/weights ${index}.bin`,
    seed: index + upTo(500),
    bytes,
    faults,
    lasting,
    isOpen,
    tellsLength,
    hash,
    isHonest,
  };
}

function nonEmpty<T>(items: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error('there are none');
  return [first, ...rest];
}

function publishedHash(files: readonly RandomFile[]): (file: ServedFile) => Promise<FileHash | undefined> {
  return async (file) => {
    const hash = files.find(({ name }) => name === file.name)?.hash ?? 'none';
    if (hash === 'none') return undefined;
    return { sha256: publishedSha256, 'git-sha1': publishedGitSha1, md5: publishedMd5 }[hash](file);
  };
}

describe('downloads with faults by chance', () => {
  it.each(Array.from({ length: runs }, (_, i) => i + 1))('end well with seed %i', async (seed) => {
    const random = seededRandom(seed);
    const files = Array.from({ length: 1 + Math.floor(random() * 5) }, (_, i) => randomFile(i, random));
    const wanted = await desk.serve(files, publishedHash(files));
    const allBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const total = (): number => desk.received().reduce((sum, bytes) => sum + bytes, 0);

    const end = async (killAt: number): Promise<string> => {
      const { client, kill } = await desk.startStore({ checkpointBytes, stallMs });
      let onKill = (): void => undefined;
      const killing = new Promise<string>((resolve) => {
        onKill = () => resolve('killed');
      });
      const watch = setInterval(() => {
        if (total() >= killAt) onKill();
      }, 2);
      const ended = client.call('install', { package: wanted }).then(
        () => 'installed',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );
      const how = await Promise.race([ended, killing]);
      clearInterval(watch);
      kill();
      return how;
    };
    let how = 'killed';
    let kills = 0;
    for (const share of Array.from({ length: Math.floor(random() * 3) }, random).sort()) {
      if (how !== 'killed') break;
      how = await end(share * allBytes);
      if (how === 'killed') kills += 1;
    }
    if (how === 'killed') how = await end(Infinity);
    ends.set(how, (ends.get(how) ?? 0) + 1);
    twice.kills += kills;

    expect(['installed', 'model-download-failed', 'model-damaged']).toContain(how);
    const row = await desk.models.get(desk.modelId);
    const names = await fileNames();
    if (how === 'installed') {
      expect(row).toMatchObject({ state: 'installed' });
      const stored = await desk.models.openModelFiles(desk.modelId);
      for (const file of files) {
        const { name, seed: published, bytes, hash, lasting, faults = [] } = file;
        const there = new Uint8Array((await stored.get(name)?.arrayBuffer()) ?? new ArrayBuffer(0));
        const changed = faults.flatMap((fault) => (fault.kind === 'changed' ? [fault.seed] : []));
        // Without a hash whatever the server has is right, as long as it is of one version.
        const isRight =
          isSame(there, madeBytes(published, bytes)) ||
          (hash === 'none' && changed.some((each) => isSame(there, madeBytes(each, bytes))));
        // Nothing tells of a wrong byte then.
        const isCorruptedUnseen =
          hash === 'none' && [...faults, lasting].some((fault) => fault?.kind === 'flip');
        expect(isRight || isCorruptedUnseen, JSON.stringify(file)).toBe(true);
      }
      expect(names).toEqual(files.map(({ name }) => dataName(name)).sort());
    } else {
      // One that failed at the size of nothing may have come no further than its row.
      expect(row).toMatchObject({ state: 'partial' });
      const known = new Set(files.flatMap(({ name }) => [dataName(name), journalName(name)]));
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    }

    const received = desk.received();
    // What was read of the network in one go, and not written yet when the worker was killed.
    const inHand = desk.largestPieces();
    for (const [index, { name, bytes, isHonest }] of files.entries()) {
      if (!isHonest) continue;
      const extra = (received[index] ?? 0) - bytes;
      expect(extra, name).toBeLessThanOrEqual(kills * (checkpointBytes + (inHand[index] ?? 0)));
      if (kills > 0) twice.mostBytes = Math.max(twice.mostBytes, extra / kills);
      else twice.withoutKillBytes = Math.max(twice.withoutKillBytes, extra);
    }

    const { client } = await desk.startStore();
    await client.call('sweep', undefined);
    expect(await folderNames()).toHaveLength(1);
    await client.call('remove', { modelId: desk.modelId });
    expect(await folderNames()).toEqual([]);
    expect(await desk.models.list()).toEqual([]);
  });

  it('are of both kinds, those that end with files and those that end with an error', () => {
    expect(ends.get('installed')).toBeGreaterThan(runs / 4);
    expect([...ends.keys()].length).toBeGreaterThan(1);
  });
});
