/** A question that a sentence answers by itself. */
export interface FoundStatement {
  readonly question: string;
  /** The words for what is asked about, as they stand in the sentence. */
  readonly subject: string;
  /** Whether it says what the subject is, and not something about it. */
  readonly isDefinition?: boolean;
  /** Whether the sentence is in the form that definitions have and other sentences seldom. */
  readonly isClear: boolean;
}
