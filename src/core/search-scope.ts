/** Where a question or a search looks. */
export interface SearchScope {
  readonly libraryIds: readonly string[];
  /** Only these documents, when given. */
  readonly documentIds?: readonly string[];
  /**
   * Only documents that have any of these tags, when given, as they have them at the moment of looking. A choice is of
   * documents or of tags, never of both: one meant to widen the other would as often be meant to narrow it.
   */
  readonly tags?: readonly string[];
}
