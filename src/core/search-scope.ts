/** Where a question or a search looks. */
export interface SearchScope {
  readonly libraryIds: readonly string[];
  /** Only these documents, when given. */
  readonly documentIds?: readonly string[];
}
