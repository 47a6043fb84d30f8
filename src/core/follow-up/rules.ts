/** What a question is about, as far as a question after it can lean on it. */
export interface Topic {
  /** The phrase that a pronoun most likely stands for; empty when there is none. */
  readonly phrase: string;
  /** All words that carry meaning, in their order: what a question that says nothing by itself asks about. */
  readonly content: string;
}

/** How one language refers back, and how what it refers to is put in. */
export interface FollowUpRules {
  /** Whether the question can only be understood after another one. */
  leans(question: string): boolean;
  topic(question: string): Topic;
  /** Whether what the question points back at is one person: "he", 他, but not 他们, as a company is called too. */
  meansPerson(question: string): boolean;
  /** False for a question about what is surely a place, a building or a property, unless it asks who. */
  mayBeOfPerson(question: string): boolean;
  /** The question with its topic said; `earlier` stands alone, and is given when it is of the same language. */
  complete(question: string, topic: Topic, earlier: string | undefined): string;
}
