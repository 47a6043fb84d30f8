/** A person who scrolls passes many rows: those that stay are meant. */
const settlingMs = 250;

/** Notes which documents a person looks at, and asks for those that still wait to be imported next. */
export class LookedAt {
  readonly #isWaiting: (documentId: string) => boolean;
  readonly #prioritise: (documentIds: readonly string[]) => void;
  #opened: string | undefined;
  #rows: readonly string[] = [];
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    isWaiting: (documentId: string) => boolean,
    prioritise: (documentIds: readonly string[]) => void,
  ) {
    this.#isWaiting = isWaiting;
    this.#prioritise = prioritise;
  }

  /** The document that was opened comes before what is merely in sight. */
  open(documentId: string): void {
    this.#opened = documentId;
    this.#settle();
  }

  see(documentIds: readonly string[]): void {
    this.#rows = documentIds;
    this.#settle();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), settlingMs);
  }

  #ask(): void {
    const wanted = new Set(this.#opened === undefined ? this.#rows : [this.#opened, ...this.#rows]);
    const waiting = [...wanted].filter(this.#isWaiting);
    const asked = waiting.join('\n');
    if (waiting.length === 0 || asked === this.#asked) return;
    this.#asked = asked;
    this.#prioritise(waiting);
  }
}
