/** An exact span of stored text that supports a statement. `quote` equals the document's text from start to end. */
export interface Citation {
  /** The number shown, from 1, unique within its message. */
  readonly n: number;
  readonly documentId: string;
  readonly documentName: string;
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly page?: number;
}
