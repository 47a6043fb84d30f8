import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../made/random.mjs';
import { documentsOnDisk } from './documents-on-disk.mjs';
import { liveOnce } from './life.mjs';
import { makeLibrary } from './made-library.mjs';
import { Record } from './record.mjs';

const killAfterMs = { least: 200, most: 6000 };
/** Every other kill comes only after some documents became ready, at most so many. */
const mostReady = 8;
/** Besides documents that were never searched for, about so many that were are searched for after each kill. */
const searchedAgain = 10;

/**
 * @typedef {object} ChaosResult
 * @property {number} kills
 * @property {number} lost documents that were shown as ready and then were not whole, or not found
 * @property {number} corrupt faults of the store
 * @property {{ p50: number | null, max: number | null }} repeatedMs over all imports that ran at a kill
 * @property {number} interrupted how many those are
 * @property {import('./repeated-work.mjs').RepeatedWork[]} mostRepeated the five that have most to do again
 * @property {number} documents that were shown as ready
 * @property {number} rounds libraries that were imported, each after the one before had ended
 * @property {string[]} problems all of the above, and files that did not end as they should, in words
 */

/**
 * Imports libraries in a browser that is killed again and again. IndexedDB with relaxed durability hands what is
 * committed to the system, which keeps it when a process dies: a power cut is another matter, and not shown by this.
 * @param {{ kills: number, docs: readonly string[], megabytes: number, hostile: boolean, seed: number }} options
 * @param {{ origin: string, executablePath: string, signal: AbortSignal, onProgress: (message: string) => void }} lab
 * @returns {Promise<ChaosResult>}
 */
export async function runChaos({ kills, docs, megabytes, hostile, seed }, lab) {
  const folder = await mkdtemp(join(tmpdir(), 'inkstone-chaos-'));
  const random = seededRandom(seed);
  const record = new Record();
  /** @type {Set<string>} */
  const told = new Set();
  try {
    for (let round = 1; ; round += 1) {
      const files = await filesOf(round);
      // The library before stays, to be looked at after each kill; what is removed is removed under fire.
      const discarded = `chaos ${round - 2}`;
      record.forget(discarded);
      await importWhole(files, { library: `chaos ${round}`, discarded });
      if (record.kills >= kills && record.isSearched) return { ...record.summary(), rounds: round };
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * Begins browsers until one is not killed before its imports have ended; after the last kill until all is searched.
   * @param {readonly (import('./made-library.mjs').MadeFile & { file: string })[]} files
   * @param {{ library: string, discarded: string }} names
   */
  async function importWhole(files, { library, discarded }) {
    for (let hasEnded = false; !hasEnded || (record.kills >= kills && !record.isSearched);) {
      lab.signal.throwIfAborted();
      lab.onProgress(`${record.kills} of ${kills} kills, ${record.tally}, ${library}`);
      const isLast = record.kills >= kills;
      const options = {
        library,
        discarded: [discarded],
        files: files.map(({ path, word }) => ({ path, ...(word === undefined ? {} : { word }) })),
        told: record.told,
        toSearch: record.toSearch(isLast ? Infinity : searchedAgain, random),
      };
      const life = await liveOnce(
        {
          profile: join(folder, 'profile'),
          files: files.map(({ file }) => file),
          options,
          kill: isLast ? undefined : nextKill(),
        },
        lab,
      );
      record.take(life, library);
      if (life.result) {
        hasEnded = true;
        record.judge(life.result, files);
      }
      tellProblems();
    }
  }

  /** As they come: a run is long, and may be ended before its end. */
  function tellProblems() {
    for (const problem of record.problems) {
      if (!told.has(problem)) lab.onProgress(problem);
      told.add(problem);
    }
  }

  function nextKill() {
    return {
      milliseconds: killAfterMs.least + random() * (killAfterMs.most - killAfterMs.least),
      ready: record.kills % 2 === 0 ? 0 : 1 + Math.floor(random() * mostReady),
    };
  }

  /** @param {number} round */
  async function filesOf(round) {
    if (docs.length > 0) return documentsOnDisk(docs);
    await rm(join(folder, `files-${round - 1}`), { recursive: true, force: true });
    const path = join(folder, `files-${round}`);
    const made = await makeLibrary(path, { seed: seed + 1000 * round, megabytes, hasHostile: hostile });
    return made.map((file) => ({ ...file, file: join(path, file.path) }));
  }
}
