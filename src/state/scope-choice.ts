export type Reach = 'library' | 'all-libraries';

/** Where to look, as a person chooses it: the shown library, some of its documents, all libraries, or tags of either. */
export interface ScopeChoice {
  reach: Reach;
  /** The chosen documents of the shown library; none means all of them. */
  readonly documentIds: readonly string[];
  chooseDocuments(documentIds: readonly string[]): void;
  /** Only documents that have any of these are looked at; none means all. Not together with chosen documents. */
  readonly tags: readonly string[];
  chooseTags(tags: readonly string[]): void;
  /** Chosen tags that no document has any more; nothing is looked for by them. */
  readonly missingTags: readonly string[];
}
