import type { Language } from '../../core/language';

/** What was done to a sentence of the passages; `invented` stands in a document that is not among them. */
export const statementKinds = [
  'true',
  'reworded',
  'wrong-number',
  'wrong-name',
  'negated',
  'invented',
] as const;

export type StatementKind = (typeof statementKinds)[number];

/** A stretch of a stored document; offsets are the document's. */
export interface SourceSpan {
  readonly documentId: string;
  readonly start: number;
  readonly end: number;
}

/** A sentence as a language model could write it, and what is known of it. */
export interface MadeStatement {
  readonly kind: StatementKind;
  readonly language: Language;
  readonly text: string;
  /** Where it, or what it was made from, stands. */
  readonly sources: readonly SourceSpan[];
  /** The number of the passage that the model names as its source, if it names one. */
  readonly hint?: number;
}

/** Whether a statement of this kind is what a passage says. */
export function isTrue(kind: StatementKind): boolean {
  return kind === 'true' || kind === 'reworded';
}

/** Gives numbers from 0 to 1. */
export type Random = () => number;

export function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random() * items.length)];
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
