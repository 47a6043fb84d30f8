import { SvelteMap } from 'svelte/reactivity';
import type { Drafts } from '../services/app-services';

/** After the first key that is not kept. */
const restMs = 400;

/** What is written and not asked yet, for each conversation, kept over reloads. */
export class DraftsState {
  readonly #drafts: Drafts;
  readonly #texts = new SvelteMap<string, string>();
  /** What is being asked: no question yet, and no draft any more. */
  readonly #asked = new Map<string, string>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(drafts: Drafts) {
    this.#drafts = drafts;
    $effect(() => {
      const flush = (): void => {
        for (const key of [...this.#timers.keys()]) this.#keep(key);
      };
      addEventListener('pagehide', flush);
      return () => {
        removeEventListener('pagehide', flush);
        flush();
      };
    });
  }

  /** Empty until it is read from the store; what is written meanwhile counts. */
  get(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  set(key: string, text: string): void {
    this.#texts.set(key, text);
    // Whoever types without a pause has it kept all the same.
    if (this.#timers.has(key)) return;
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#keep(key);
      }, restMs),
    );
  }

  /** Empties the field, and keeps its text until what is returned is called: then it is stored as a question. */
  ask(key: string): () => void {
    const text = this.get(key);
    this.#asked.set(key, text);
    this.#texts.set(key, '');
    this.#keep(key);
    return () => {
      if (this.#asked.get(key) !== text) return;
      this.#asked.delete(key);
      this.#keep(key);
    };
  }

  async load(key: string): Promise<void> {
    if (this.#texts.has(key)) return;
    const text = await this.#drafts.get(key);
    if (!this.#texts.has(key)) this.#texts.set(key, text);
  }

  #keep(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    // Only a draft: nothing is said of one that cannot be kept.
    const text = this.get(key) || (this.#asked.get(key) ?? '');
    this.#drafts.keep(key, text).catch((error: unknown) => reportError(error));
  }
}
