import type { Language } from '../language';

/** What a question was made from: one that the text asks itself, a definition, another fact, or a heading. */
export type CandidateKind = 'asked' | 'definition' | 'fact' | 'heading';

/** A question made from a document; whether the library answers it is not known yet. */
export interface QuestionCandidate {
  readonly text: string;
  readonly kind: CandidateKind;
  readonly documentId: string;
  /** The words that it was made from; UTF-16 offsets into the document's text. */
  readonly start: number;
  readonly end: number;
  /** How well it seems to stand for its document; comparable within one call only. */
  readonly worth: number;
}

/** A question that the library was seen to answer. */
export interface SuggestedQuestion {
  readonly text: string;
  readonly language: Language;
}

/** A piece of a document that questions are made from. */
export interface ReadPiece {
  readonly documentId: string;
  readonly documentTitle: string;
  readonly start: number;
  readonly text: string;
  readonly headingPath: readonly string[];
}
