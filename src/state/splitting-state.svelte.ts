import { untrack } from 'svelte';
import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { Chunk } from '../core/chunk';
import type { ReadingChoice, StoredDocument } from '../core/library';
import {
  defaultSplitting,
  splittingProblem,
  type SplittingProblem,
  type SplittingStrategy,
} from '../core/splitting';
import type { AppServices } from '../services/app-services';
import { pause } from './pause';

/** Between two key presses in a size. */
const restMs = 250;

type Services = Pick<AppServices, 'libraries' | 'imports' | 'sources'>;

export interface SplittingPreview {
  readonly document: StoredDocument;
  readonly splitting: SplittingStrategy;
  readonly chunks: readonly Chunk[];
}

interface Request {
  readonly document: StoredDocument;
  readonly splitting: SplittingStrategy;
}

/** How documents are to be split, as it is being chosen, with what would come of it. Lives as long as its screen. */
export class SplittingState {
  readonly #services: Services;
  readonly #documents: () => readonly StoredDocument[];
  kind = $state.raw<SplittingStrategy['kind']>('structure');
  structureTokens = $state.raw(defaultSplitting.tokens);
  fixedTokens = $state.raw(256);
  overlap = $state.raw(32);
  documentId = $state.raw<string | undefined>();
  #mostTokens = $state.raw(Infinity);
  #preview = $state.raw<SplittingPreview | undefined>();
  #error = $state.raw<AppError | undefined>();
  #isLoading = $state.raw(false);

  constructor(
    services: Services,
    {
      documents,
      documentId,
      splitting = defaultSplitting,
    }: {
      /** Those that the preview can show. */
      readonly documents: () => readonly StoredDocument[];
      readonly documentId: string | undefined;
      readonly splitting: SplittingStrategy | undefined;
    },
  ) {
    this.#services = services;
    this.#documents = documents;
    this.documentId = documentId;
    this.kind = splitting.kind;
    if (splitting.kind === 'structure') this.structureTokens = splitting.tokens;
    if (splitting.kind === 'fixed') {
      this.fixedTokens = splitting.tokens;
      this.overlap = splitting.overlap;
    }
    void services.sources.mostTokens().then(
      (tokens) => (this.#mostTokens = tokens),
      (error: unknown) => (this.#error = toAppError(error)),
    );
    $effect(() => {
      const isWanted = this.#requestKey !== undefined;
      const { document, splitting } = untrack(() => ({ document: this.document, splitting: this.splitting }));
      this.#error = undefined;
      this.#isLoading = isWanted;
      if (!isWanted || !document) return;
      const stop = new AbortController();
      void this.#load({ document, splitting }, stop.signal);
      return () => {
        stop.abort();
      };
    });
  }

  /** The most that a size can be; endless while the model is not asked yet. */
  get mostTokens(): number {
    return this.#mostTokens;
  }

  readonly splitting: SplittingStrategy = $derived.by(() => {
    switch (this.kind) {
      case 'structure':
        return { kind: 'structure', tokens: this.structureTokens };
      case 'fixed':
        return { kind: 'fixed', tokens: this.fixedTokens, overlap: this.overlap };
      case 'questions':
      case 'sections':
        return { kind: this.kind };
    }
  });

  readonly problem: SplittingProblem | undefined = $derived.by(() =>
    splittingProblem(this.splitting, this.#mostTokens),
  );

  /** The document that the preview is of. */
  readonly document: StoredDocument | undefined = $derived.by(() => {
    const documents = this.#documents();
    return documents.find(({ id }) => id === this.documentId) ?? documents[0];
  });

  /** Another one only where the preview may be another: rows change beside their text too. */
  readonly #requestKey: string | undefined = $derived.by(() => {
    const { document } = this;
    if (!document || this.problem) return undefined;
    return JSON.stringify([document.id, document.contentId, this.splitting]);
  });

  /** What was shown before stays until there is something newer. */
  get preview(): SplittingPreview | undefined {
    return this.#preview?.document.id === this.document?.id ? this.#preview : undefined;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  get error(): AppError | undefined {
    return this.#error;
  }

  /** For what the library is given from now on; `documents` are split again, and stay as they are until that is done. */
  async useForLibrary(libraryId: string, documents: readonly StoredDocument[] = []): Promise<void> {
    const { splitting } = this;
    const isDefault = splitting.kind === 'structure' && splitting.tokens === defaultSplitting.tokens;
    await this.#services.libraries.setSplitting(libraryId, isDefault ? undefined : splitting);
    const outcomes = await Promise.allSettled(
      documents.map((document) => this.#splitAgain(document, splitting)),
    );
    const failed = outcomes.find(({ status }) => status === 'rejected');
    // One that was removed meanwhile does not keep the others from it.
    if (failed?.status === 'rejected' && toAppError(failed.reason).code !== 'not-found') throw failed.reason;
  }

  useForDocument(document: StoredDocument): Promise<void> {
    return this.#splitAgain(document, this.splitting);
  }

  #splitAgain({ id, reading }: StoredDocument, splitting: SplittingStrategy): Promise<void> {
    const chosen: ReadingChoice = { ...reading, splitting };
    return this.#services.imports.readAgain(id, chosen);
  }

  async #load({ document, splitting }: Request, signal: AbortSignal): Promise<void> {
    try {
      await pause(restMs, signal);
      const chunks = await this.#services.sources.preview(document.id, splitting, { signal });
      if (signal.aborted) return;
      this.#preview = { document, splitting, chunks };
      this.#isLoading = false;
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      this.#error = toAppError(error);
      this.#isLoading = false;
    }
  }
}
