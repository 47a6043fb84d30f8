import type { StoredDocument } from '../core/library';
import type { ImportProgress, ImportStage } from '../contracts/importer';
import { isUnfinished } from './document-status';

/** What a document costs however small it is, in bytes. */
const leastWeight = 50_000;
/** A guess made sooner, or from longer ago, would mislead. */
const settlingMs = 4000;
const rememberedMs = 60_000;

/** Where each stage begins and ends on the way of one document, as shares of its time. */
const stages: Record<ImportStage, readonly [from: number, to: number]> = {
  copying: [0, 0.05],
  reading: [0.05, 0.4],
  splitting: [0.4, 0.45],
  embedding: [0.45, 0.95],
  storing: [0.95, 1],
};

/** All imports from when the first was waiting until none is, and how far they are together, by their bytes. */
export class ImportBatch {
  readonly #open = new Map<string, number>();
  #openWeight = 0;
  #doneWeight = 0;
  #samples: { readonly atMs: number; readonly done: number }[] = [];

  /** `documents`: all of the library, as they are stored now. */
  take(documents: readonly StoredDocument[]): void {
    const unfinished = new Map<string, number>();
    const present = new Set<string>();
    for (const document of documents) {
      present.add(document.id);
      if (isUnfinished(document)) unfinished.set(document.id, weightOf(document));
    }
    for (const [id, weight] of this.#open) {
      if (unfinished.has(id)) continue;
      this.#open.delete(id);
      this.#openWeight -= weight;
      // One that was cancelled is no part of the work any more.
      if (present.has(id)) this.#doneWeight += weight;
    }
    for (const [id, weight] of unfinished) {
      if (this.#open.has(id)) continue;
      this.#open.set(id, weight);
      this.#openWeight += weight;
    }
    if (this.#open.size > 0) return;
    this.#doneWeight = 0;
    this.rest();
  }

  /** 0 to 1. */
  fraction(running: ReadonlyMap<string, ImportProgress>): number {
    const total = this.#doneWeight + this.#openWeight;
    return total === 0 ? 0 : Math.min(1, this.#done(running) / total);
  }

  /** Undefined while there is too little to go by. */
  timeLeftMs(running: ReadonlyMap<string, ImportProgress>, nowMs: number): number | undefined {
    const done = this.#done(running);
    const last = this.#samples.at(-1);
    if (!last || nowMs - last.atMs >= 500) this.#samples.push({ atMs: nowMs, done });
    while (this.#samples.length > 2 && nowMs - (this.#samples[0]?.atMs ?? nowMs) > rememberedMs) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (!first || nowMs - first.atMs < settlingMs || done <= first.done) return undefined;
    const left = this.#doneWeight + this.#openWeight - done;
    return (left * (nowMs - first.atMs)) / (done - first.done);
  }

  /** Forgets the pace: time in which nothing is imported tells nothing of what is to come. */
  rest(): void {
    this.#samples = [];
  }

  #done(running: ReadonlyMap<string, ImportProgress>): number {
    let done = this.#doneWeight;
    for (const [id, progress] of running) done += (this.#open.get(id) ?? 0) * shareDone(progress);
    return done;
  }
}

function weightOf({ sizeBytes, pending }: StoredDocument): number {
  return leastWeight + (pending?.sizeBytes ?? sizeBytes);
}

function shareDone({ stage, loaded, total }: ImportProgress): number {
  const [from, to] = stages[stage];
  return from + (to - from) * (total > 0 ? Math.min(1, loaded / total) : 0);
}
