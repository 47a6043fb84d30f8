import { toAppError, type AppError } from '../core/app-error';
import type { Chunk } from '../core/chunk';
import type { StoredDocument } from '../core/library';
import type { AppServices, Source } from '../services/app-services';
import type { DocumentsState } from './documents-state.svelte';
import type { LayoutState } from './layout-state.svelte';

export type ReadText =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly source: Source; readonly chunks: readonly Chunk[] }
  | { readonly status: 'failed'; readonly error: AppError };

/** The document whose details are shown, and what was read out of it. */
export class DetailsState {
  readonly #services: Pick<AppServices, 'sources' | 'imports'>;
  readonly #documents: DocumentsState;
  #documentId = $state.raw<string | undefined>();
  #attempt = $state.raw(0);
  #loaded = $state.raw<{ readonly version: string; readonly text: ReadText } | undefined>();
  showsPassages = $state.raw(true);
  showsRemoved = $state.raw(false);

  constructor(
    services: Pick<AppServices, 'sources' | 'imports'>,
    documents: DocumentsState,
    layout: Pick<LayoutState, 'middle'>,
  ) {
    this.#services = services;
    this.#documents = documents;
    $effect(() => {
      const version = this.#version;
      const documentId = this.#documentId;
      if (version === undefined || documentId === undefined || layout.middle !== 'details') return;
      if (version === this.#loaded?.version) return;
      let isWanted = true;
      void this.#load(documentId).then((text) => {
        if (isWanted) this.#loaded = { version, text };
      });
      return () => {
        isWanted = false;
      };
    });
  }

  /** As it is now: undefined once it is removed. */
  readonly document: StoredDocument | undefined = $derived.by(() =>
    this.#documentId === undefined ? undefined : this.#documents.find(this.#documentId),
  );

  /** Another one for every text that the document has had. */
  readonly #version: string | undefined = $derived.by(() => {
    const { document } = this;
    if (!document?.content) return undefined;
    const { content, contentId = document.id, hash } = document;
    return [document.id, contentId, hash, content.encoding, content.chunkCount, this.#attempt].join(' ');
  });

  get text(): ReadText {
    const loaded = this.#loaded;
    const isOfDocument = loaded?.version.split(' ')[0] === this.#documentId;
    // What was read before stays until the newer text is there.
    return loaded && isOfDocument ? loaded.text : { status: 'loading' };
  }

  open(documentId: string): void {
    this.#documentId = documentId;
  }

  retry(): void {
    this.#attempt += 1;
  }

  /**
   * Reads the stored bytes again; what was read before stays until that is done. An encoding of undefined is recognised
   * anew.
   */
  readAgain(change: { readonly encoding?: string | undefined } = {}): Promise<void> {
    const { document } = this;
    if (!document) return Promise.resolve();
    const { encoding, ...others } = { ...document.reading, ...change };
    const reading = { ...others, ...(encoding === undefined ? {} : { encoding }) };
    return this.#services.imports.readAgain(document.id, reading);
  }

  async #load(documentId: string): Promise<ReadText> {
    const { sources } = this.#services;
    try {
      const [source, chunks] = await Promise.all([sources.load(documentId), sources.chunks(documentId)]);
      return { status: 'ready', source, chunks };
    } catch (error) {
      return { status: 'failed', error: toAppError(error) };
    }
  }
}
