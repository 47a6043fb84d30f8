import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../arguments.mjs';
import { LabPage } from '../chromium/lab-page.mjs';
import { goodFile, hostileFiles, writeHostile } from './hostile-files.mjs';
import { problemsOf } from './verdict.mjs';

const memoryEveryMs = 250;

/**
 * @typedef {import('../../../src/lab/protocol').EndureResult} EndureResult
 * @typedef {Omit<EndureResult, 'outcome'> & { outcome: EndureResult['outcome'] | 'crashed' }} Outcome
 *
 * @typedef {{ file: string, isHonest: boolean, peakMegabytes: number | null, problems: string[] } & Outcome} HostileRow
 * `peakMegabytes`: of all the browser's processes, above what they held when idle; null where it cannot be measured.
 */

/**
 * Imports each hostile file in a browser of its own, a good file after it, and says what became of them.
 * @param {{ megabytes: number, only: readonly string[], finishWithinMs?: number }} options
 * @param {{ origin: string, executablePath: string, signal: AbortSignal, onProgress: (message: string) => void }} lab
 * @returns {Promise<{ files: HostileRow[], problems: number }>}
 */
export async function runHostile({ megabytes, only, finishWithinMs }, lab) {
  const all = hostileFiles(megabytes);
  const unknown = only.find((name) => !all.some((file) => file.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`);
  }
  /** @type {HostileRow[]} */
  const files = [];
  for (const file of all.filter(({ name }) => only.length === 0 || only.includes(name))) {
    lab.signal.throwIfAborted();
    lab.onProgress(`${file.name}: making it`);
    const row = await endure(file, file.isHonest ? finishWithinMs : undefined, lab);
    lab.onProgress(`${row.file}: ${row.outcome} ${row.problems.join('; ')}`.trimEnd());
    files.push(row);
  }
  return { files, problems: files.reduce((sum, { problems }) => sum + problems.length, 0) };
}

/**
 * @param {import('./hostile-files.mjs').HostileFile} file
 * @param {number | undefined} finishWithinMs
 * @param {Parameters<typeof runHostile>[1]} lab
 * @returns {Promise<HostileRow>}
 */
async function endure(file, finishWithinMs, { origin, executablePath, signal, onProgress }) {
  const folder = await mkdtemp(join(tmpdir(), 'inkstone-hostile-'));
  /** @type {Memory | undefined} */
  let memory;
  /** @type {LabPage | undefined} */
  let page;
  const onStop = () => void page?.kill();
  signal.addEventListener('abort', onStop);
  try {
    const path = await writeHostile(file, folder);
    const goodPath = join(folder, goodFile.name);
    await writeFile(goodPath, goodFile.text);
    const profile = join(folder, 'profile');
    page = await LabPage.open({ origin, executablePath, profile, onEvent: onEvent });
    await page.pick([path, goodPath]);
    onProgress(`${file.name}: importing it`);
    const options = {
      paths: [file.name, goodFile.name],
      ...(finishWithinMs === undefined ? {} : { finishWithinMs }),
    };
    const outcome = await page.run('endure', options).then(
      (result) => /** @type {Outcome} */ (result),
      (error) => crashed(error),
    );
    signal.throwIfAborted();
    const peakMegabytes = memory?.end() ?? null;
    const row = { file: file.name, isHonest: file.isHonest, peakMegabytes, ...outcome };
    return { ...row, problems: problemsOf(row) };
  } finally {
    memory?.end();
    signal.removeEventListener('abort', onStop);
    await page?.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** @param {import('../../../src/lab/protocol').LabEvent} event */
  function onEvent(event) {
    if (event.kind === 'idle' && page) memory = new Memory(page);
  }
}

/**
 * @param {unknown} error
 * @returns {Outcome}
 */
function crashed(error) {
  return {
    outcome: 'crashed',
    code: null,
    message: error instanceof Error ? error.message : String(error),
    documents: 0,
    milliseconds: 0,
    wasMoving: false,
    cancelMs: null,
    goodFileMs: null,
    longestTaskMs: 0,
  };
}

/** Watches how much more memory a browser holds than when it was idle. */
class Memory {
  #idle;
  #peak;
  #timer;

  /** @param {LabPage} page */
  constructor(page) {
    this.#idle = page.megabytes();
    this.#peak = this.#idle;
    this.#timer = setInterval(() => {
      const now = page.megabytes();
      if (now !== undefined && this.#peak !== undefined) this.#peak = Math.max(this.#peak, now);
    }, memoryEveryMs);
  }

  /** The most, in megabytes above idle; undefined where the system does not tell. */
  end() {
    clearInterval(this.#timer);
    return this.#idle === undefined || this.#peak === undefined
      ? undefined
      : Math.round(this.#peak - this.#idle);
  }
}
