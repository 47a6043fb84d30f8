/** The import of one document. */
export interface Job {
  readonly documentId: string;
  /** Of the version that is to be imported. */
  readonly contentId: string;
  readonly libraryId: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Held for as long as the job, and nowhere else. */
  readonly password?: string | undefined;
  readonly controller: AbortController;
  /** How often a worker has ended under it. */
  readonly attempts: number;
}

/** Jobs in the order that they are to run; those whose bytes are not copied yet have their place in it too. */
export class JobQueue {
  readonly #ranks = new Map<Job, number>();
  readonly #byDocument = new Map<string, Job>();
  #sorted: Job[] | undefined;
  #nextRank = 0;
  #firstRank = 0;

  get size(): number {
    return this.#ranks.size;
  }

  /** The job of a document. */
  of(documentId: string): Job | undefined {
    return this.#byDocument.get(documentId);
  }

  add(job: Job): void {
    this.#byDocument.set(job.documentId, job);
    this.#ranks.set(job, this.#nextRank++);
    this.#sorted = undefined;
  }

  /** Before all others. */
  addFirst(job: Job): void {
    this.#byDocument.set(job.documentId, job);
    this.#ranks.set(job, --this.#firstRank);
    this.#sorted = undefined;
  }

  delete(job: Job): void {
    if (this.#byDocument.get(job.documentId) === job) this.#byDocument.delete(job.documentId);
    if (!this.#ranks.delete(job) || !this.#sorted) return;
    // Most often it is one of the first.
    this.#sorted.splice(this.#sorted.indexOf(job), 1);
  }

  *[Symbol.iterator](): Generator<Job> {
    yield* [...this.#inOrder()];
  }

  /** The first that `fits`; it stays. */
  first(fits: (job: Job) => boolean): Job | undefined {
    return this.#inOrder().find(fits);
  }

  /** Puts the jobs of these documents first, in this order. */
  prioritise(documentIds: readonly string[]): void {
    const place = new Map(documentIds.map((id, i) => [id, i]));
    this.#firstRank -= documentIds.length;
    for (const job of this.#ranks.keys()) {
      const wanted = place.get(job.documentId);
      if (wanted !== undefined) this.#ranks.set(job, this.#firstRank + wanted);
    }
    this.#sorted = undefined;
  }

  #inOrder(): Job[] {
    this.#sorted ??= [...this.#ranks].sort(([, a], [, b]) => a - b).map(([job]) => job);
    return this.#sorted;
  }
}
