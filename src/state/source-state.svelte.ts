import { toAppError, type AppError } from '../core/app-error';
import type { Citation } from '../core/citation';
import type { FoundPassage } from '../core/search/found-passages';
import type { TextRange } from '../core/text-range';
import type { Source, Sources } from '../services/app-services';

/** What is to be shown of a document: its beginning, a citation among those of its message, or a passage. */
export interface SourceTarget {
  readonly documentId: string;
  readonly documentName: string;
  readonly citation?: Citation;
  /** Words that were found by searching. */
  readonly passage?: TextRange;
  /** Every citation of the same message, in order of number. */
  readonly citations: readonly Citation[];
}

export type OpenedSource =
  | { readonly status: 'closed' }
  | { readonly status: 'loading'; readonly target: SourceTarget }
  | { readonly status: 'ready'; readonly target: SourceTarget; readonly source: Source }
  | { readonly status: 'failed'; readonly target: SourceTarget; readonly error: AppError };

/** The document that lies open beside the conversation. */
export class SourceState {
  readonly #sources: Sources;
  #opened = $state.raw<OpenedSource>({ status: 'closed' });
  /** Counts the times a target was shown, so that showing the same one again scrolls to it again. */
  #visits = $state.raw(0);

  #lastTarget: SourceTarget | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  get opened(): OpenedSource {
    return this.#opened;
  }

  get isOpen(): boolean {
    return this.#opened.status !== 'closed';
  }

  get visits(): number {
    return this.#visits;
  }

  get target(): SourceTarget | undefined {
    return this.#opened.status === 'closed' ? undefined : this.#opened.target;
  }

  openDocument(document: { readonly id: string; readonly name: string }): Promise<void> {
    return this.#show({ documentId: document.id, documentName: document.name, citations: [] });
  }

  openCitation(citation: Citation, citations: readonly Citation[]): Promise<void> {
    return this.#show({
      documentId: citation.documentId,
      documentName: citation.documentName,
      citation,
      citations: citations.toSorted((a, b) => a.n - b.n),
    });
  }

  openPassage({
    documentId,
    documentName,
    focus,
  }: Pick<FoundPassage, 'documentId' | 'documentName' | 'focus'>): Promise<void> {
    return this.#show({ documentId, documentName, passage: focus, citations: [] });
  }

  /** The citation `steps` further in the same message, going round at the ends. */
  async step(steps: 1 | -1): Promise<void> {
    const target = this.target;
    if (!target?.citation) return;
    const { citations, citation } = target;
    const position = citations.findIndex(({ n }) => n === citation.n);
    const next = citations.at((position + steps) % citations.length);
    if (next) await this.openCitation(next, citations);
  }

  /** What was shown when it was closed last. */
  get lastTarget(): SourceTarget | undefined {
    return this.#lastTarget;
  }

  close(): void {
    this.#lastTarget = this.target ?? this.#lastTarget;
    this.#opened = { status: 'closed' };
  }

  readonly bytes = (documentId: string): Promise<Blob> => this.#sources.bytes(documentId);

  async retry(): Promise<void> {
    if (this.target) await this.#show(this.target);
  }

  async #show(target: SourceTarget): Promise<void> {
    const opened = this.#opened;
    this.#visits += 1;
    if (opened.status === 'ready' && opened.target.documentId === target.documentId) {
      this.#opened = { ...opened, target };
      return;
    }
    const loading: OpenedSource = { status: 'loading', target };
    this.#opened = loading;
    const isCurrent = () => this.#opened === loading;
    try {
      const source = await this.#sources.load(target.documentId);
      if (isCurrent()) this.#opened = { status: 'ready', target, source };
    } catch (error) {
      if (isCurrent()) this.#opened = { status: 'failed', target, error: toAppError(error) };
    }
  }
}
