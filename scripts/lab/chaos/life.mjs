import { LabPage } from '../chromium/lab-page.mjs';
import { repeatedMs } from './repeated-work.mjs';

/** The store is looked at within this after a start. */
const checkLimitMs = 120_000;
/** A kill waits no longer for documents to become ready. */
const readyLimitMs = 20_000;

/**
 * @typedef {import('../../../src/lab/protocol').ChaosEvent} ChaosEvent
 * @typedef {import('../../../src/lab/protocol').ChaosOptions} ChaosOptions
 * @typedef {import('../../../src/lab/protocol').ChaosResult} PageResult
 *
 * What one browser showed before it was killed, or came to its end.
 * @typedef {object} Life
 * @property {PageResult | undefined} result when it was not killed
 * @property {number} killedAt
 * @property {import('../../../src/lab/protocol').StoreCheck} check of the store as it was found
 * @property {import('../../../src/lab/protocol').ToldDocument[]} ready
 * @property {{ documentId: string, isFound: boolean }[]} searched
 * @property {Imports} imports
 */

/**
 * When a browser is killed: so long after the store was looked at, and so many documents became ready, whichever is
 * later, for how fast documents become ready depends on the machine.
 * @typedef {{ milliseconds: number, ready: number }} Kill
 *
 * Lets the page import in a browser of its own, until it has nothing left to do or its time is over.
 * @param {{ profile: string, files: readonly string[], options: ChaosOptions, kill: Kill | undefined }} life
 * @param {{ origin: string, executablePath: string, signal: AbortSignal }} lab
 * @returns {Promise<Life>}
 */
export async function liveOnce({ profile, files, options, kill }, { origin, executablePath, signal }) {
  /** @type {Life['check'] | undefined} */
  let check;
  /** @type {Pick<Life, 'ready' | 'searched' | 'imports'>} */
  const seen = { ready: [], searched: [], imports: new Imports() };
  /** @type {() => void} */
  let onChecked = () => undefined;
  /** @type {Promise<void>} */
  const checked = new Promise((resolve) => (onChecked = resolve));
  /** @type {() => void} */
  let onReady = () => undefined;
  /** @type {Promise<void>} */
  const enoughReady = new Promise((resolve) => (onReady = resolve));
  const known = new Set(options.told.map(({ documentId }) => documentId));
  let newlyReady = 0;
  let isKilled = false;
  const page = await LabPage.open({ origin, executablePath, profile, onEvent });
  const onStop = () => void page.kill();
  signal.addEventListener('abort', onStop);
  try {
    await page.pick(files);
    /** @type {Promise<PageResult>} */
    const running = page.run('chaos', options);
    await Promise.race([checked, running, after(checkLimitMs, 'the store could not be read')]);
    const result = await (kill === undefined
      ? running
      : Promise.race([running, timeOf(kill, enoughReady).then(() => undefined)]));
    if (!check) throw new Error('the store was not checked');
    const killedAt = Date.now();
    // What is heard from here on might have been shown after the kill.
    isKilled = true;
    return { ...seen, result, killedAt, check };
  } finally {
    signal.removeEventListener('abort', onStop);
    await page.kill();
  }

  /** @param {import('../../../src/lab/protocol').LabEvent} event */
  function onEvent(event) {
    if (isKilled) return;
    if (event.kind === 'checked') {
      check = event.check;
      onChecked();
    }
    if (event.kind === 'ready') {
      seen.ready.push(event.document);
      if (!known.has(event.document.documentId)) newlyReady += 1;
      if (kill && newlyReady >= kill.ready) onReady();
    }
    if (event.kind === 'searched') seen.searched.push(event);
    if (event.kind === 'imports') seen.imports.take(event);
  }
}

/**
 * @param {Kill} kill
 * @param {Promise<void>} enoughReady
 */
async function timeOf({ milliseconds, ready }, enoughReady) {
  const waiting = ready === 0 ? undefined : Promise.race([enoughReady, after(readyLimitMs)]);
  await Promise.all([after(milliseconds), waiting]);
}

/** What was told of each import that was still running when last heard of. */
export class Imports {
  /** @type {Map<string, { at: number, stage: string, loaded: number }[]>} */
  #seen = new Map();

  /** @param {Extract<ChaosEvent, { kind: 'imports' }>} event */
  take({ at, imports }) {
    const next = new Map();
    for (const { documentId, stage, loaded } of imports) {
      next.set(documentId, [...(this.#seen.get(documentId) ?? []), { at, stage, loaded }]);
    }
    this.#seen = next;
  }

  /**
   * How long the work is that has to be done again, for each import that is not over, and what it was last seen to do.
   * @param {readonly import('../../../src/lab/protocol').StoredProgress[]} unfinished as found in the store afterwards
   * @param {number} killedAt
   * @returns {import('./repeated-work.mjs').RepeatedWork[]}
   */
  repeated(unfinished, killedAt) {
    return unfinished.flatMap((stored) => {
      const seen = this.#seen.get(stored.documentId);
      const last = seen?.at(-1);
      if (!seen || !last) return [];
      return [{ path: stored.path, stage: last.stage, ms: repeatedMs(seen, stored, killedAt) }];
    });
  }
}

/**
 * @param {number} milliseconds
 * @param {string} [message] fails with this
 * @returns {Promise<void>}
 */
function after(milliseconds, message) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      if (message === undefined) resolve();
      else reject(new Error(message));
    }, milliseconds);
    timer.unref();
  });
}
