import { spread } from './repeated-work.mjs';

/**
 * @typedef {import('../../../src/lab/protocol').ToldDocument} ToldDocument
 * @typedef {import('./life.mjs').Life} Life
 */

/** What all the browsers showed so far, and what was wrong with it. */
export class Record {
  kills = 0;
  /** Documents that were shown as ready, by id. @type {Map<string, ToldDocument & { library: string }>} */
  #told = new Map();
  /** Ids of those that were not searched for yet. @type {Set<string>} */
  #unsearched = new Set();
  /** @type {Set<string>} */
  #lost = new Set();
  /** @type {Set<string>} */
  #corrupt = new Set();
  /** @type {Set<string>} */
  #others = new Set();
  /** @type {import('./repeated-work.mjs').RepeatedWork[]} */
  #repeated = [];
  #shown = 0;
  /** @type {Life | undefined} */
  #killed;

  get told() {
    return [...this.#told.values()].map(({ library, ...document }) => document);
  }

  /** In words, while it goes on. */
  get tally() {
    const [most] = this.#mostRepeated(1);
    const repeated = most ? `, at most ${most.ms} ms repeated (${most.path}, ${most.stage})` : '';
    return `${this.#shown} documents, ${this.#lost.size} lost, ${this.#corrupt.size} corrupt${repeated}`;
  }

  get isSearched() {
    return this.#unsearched.size === 0;
  }

  /**
   * Documents of a library that is removed are not missed.
   * @param {string} library
   */
  forget(library) {
    for (const [id, document] of this.#told) {
      if (document.library !== library) continue;
      this.#told.delete(id);
      this.#unsearched.delete(id);
    }
  }

  /**
   * Those that were never looked for, and some that were.
   * @param {number} again
   * @param {() => number} random
   */
  toSearch(again, random) {
    const isDue = (/** @type {ToldDocument} */ { documentId }) =>
      this.#unsearched.has(documentId) || random() * this.#told.size < again;
    return this.told.filter(isDue);
  }

  /**
   * @param {Life} life
   * @param {string} library
   */
  take(life, library) {
    for (const fault of life.check.lost) this.#lost.add(fault);
    for (const fault of life.check.corrupt) this.#corrupt.add(fault);
    if (this.#killed) {
      const { imports, killedAt } = this.#killed;
      this.#repeated.push(...imports.repeated(life.check.unfinished, killedAt));
    }
    this.#killed = life.result ? undefined : life;
    if (!life.result) this.kills += 1;
    for (const document of life.ready) {
      if (!this.#told.has(document.documentId)) this.#shown += 1;
      if (!this.#told.has(document.documentId) && document.word !== undefined)
        this.#unsearched.add(document.documentId);
      this.#told.set(document.documentId, { ...document, library });
    }
    for (const { documentId, isFound } of life.searched) {
      this.#unsearched.delete(documentId);
      const { path, word } = this.#told.get(documentId) ?? {};
      if (!isFound && path !== undefined) this.#lost.add(`${path}: it is not found by “${word}”`);
    }
  }

  /**
   * Judges how the imports of a library ended.
   * @param {import('../../../src/lab/protocol').ChaosResult} result
   * @param {readonly import('./made-library.mjs').MadeFile[]} files
   */
  judge({ isOver, outcomes, violations }, files) {
    if (!isOver) this.#others.add('the imports did not come to an end');
    for (const violation of violations) this.#corrupt.add(violation);
    for (const { path, expects } of files) {
      const rows = outcomes.filter((outcome) => outcome.path === path);
      const ends = rows.map(({ status, code }) => code ?? status).join(', ');
      if (rows.length > 1) this.#others.add(`${path} has ${rows.length} rows: ${ends}`);
      else if (expects !== undefined && ends !== expects)
        this.#others.add(`${path} ended ${ends || 'nowhere'}`);
    }
  }

  /** In words, each once, in no order. */
  get problems() {
    return [...this.#lost, ...this.#corrupt, ...this.#others];
  }

  summary() {
    return {
      kills: this.kills,
      lost: this.#lost.size,
      corrupt: this.#corrupt.size,
      repeatedMs: spread(this.#repeated.map(({ ms }) => ms)),
      interrupted: this.#repeated.length,
      mostRepeated: this.#mostRepeated(5),
      documents: this.#shown,
      problems: this.problems,
    };
  }

  /** @param {number} count */
  #mostRepeated(count) {
    return this.#repeated.toSorted((a, b) => b.ms - a.ms).slice(0, count);
  }
}
