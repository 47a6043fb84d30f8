export type Reach = 'library' | 'all-libraries';

/** Where to look, as a person chooses it: the shown library, some of its documents, or all libraries. */
export interface ScopeChoice {
  reach: Reach;
  /** The chosen documents of the shown library; none means all of them. */
  readonly documentIds: readonly string[];
  chooseDocuments(documentIds: readonly string[]): void;
}
