import type { StoredDocument } from '../core/library';
import type { ImportProgress, ImportStage } from '../contracts/importer';
import { isUnfinished } from './document-status';

/** What a document costs however small it is, in bytes. */
const leastWeight = 50_000;
/** A guess made sooner, or from longer ago, would mislead. */
const settlingMs = 4000;
const rememberedMs = 60_000;
/** So many documents, or such a share of the work, tell the pace; of what takes long, less tells it too. */
const enoughDocuments = 3;
const enoughShare = 0.05;
const longMs = 30_000;
const enoughShareOfLong = 0.01;

interface Sample {
  readonly atMs: number;
  readonly done: number;
  readonly documents: number;
}

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
  #doneDocuments = 0;
  #samples: Sample[] = [];

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
      if (!present.has(id)) continue;
      this.#doneWeight += weight;
      this.#doneDocuments += 1;
    }
    for (const [id, weight] of unfinished) {
      if (this.#open.has(id)) continue;
      this.#open.set(id, weight);
      this.#openWeight += weight;
    }
    if (this.#open.size > 0) return;
    this.#doneWeight = 0;
    this.#doneDocuments = 0;
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
    const documents = this.#doneDocuments;
    const last = this.#samples.at(-1);
    // Before anything is done the model may be on its way, which tells nothing of the pace.
    if (last && last.done === 0 && done === 0) this.rest();
    if (!last || nowMs - last.atMs >= 500) this.#samples.push({ atMs: nowMs, done, documents });
    while (this.#samples.length > 2 && nowMs - (this.#samples[0]?.atMs ?? nowMs) > rememberedMs) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    if (!first) return undefined;
    const elapsedMs = nowMs - first.atMs;
    const total = this.#doneWeight + this.#openWeight;
    const share = (done - first.done) / total;
    const isEnough =
      share >= enoughShare ||
      (share > 0 && documents - first.documents >= enoughDocuments) ||
      (elapsedMs >= longMs && share >= enoughShareOfLong);
    if (elapsedMs < settlingMs || !isEnough) return undefined;
    return ((total - done) * elapsedMs) / (done - first.done);
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
