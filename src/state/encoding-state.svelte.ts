import { isAbortError, toAppError, type AppError } from '../core/app-error';
import type { ReadingPreview, Sources } from '../services/app-services';
import { pause } from './pause';

/** Between two choices by the arrow keys. */
const restMs = 120;

export type EncodingPreview =
  | { readonly status: 'none' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly preview: ReadingPreview }
  | { readonly status: 'failed'; readonly error: AppError };

/** Another encoding for a document's bytes, and how its beginning reads in it. Lives as long as its component. */
export class EncodingState {
  chosen = $state.raw<string | undefined>();
  #shown = $state.raw<EncodingPreview>({ status: 'none' });

  constructor(sources: Pick<Sources, 'previewReading'>, documentId: string) {
    $effect(() => {
      const encoding = this.chosen;
      if (encoding === undefined) {
        this.#shown = { status: 'none' };
        return;
      }
      const stop = new AbortController();
      void this.#load(sources, documentId, encoding, stop.signal);
      return () => {
        stop.abort();
      };
    });
  }

  get preview(): EncodingPreview {
    return this.#shown;
  }

  async #load(
    sources: Pick<Sources, 'previewReading'>,
    documentId: string,
    encoding: string,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await pause(restMs, signal);
      this.#shown = { status: 'loading' };
      const preview = await sources.previewReading(documentId, { encoding }, { signal });
      if (!signal.aborted) this.#shown = { status: 'ready', preview };
    } catch (error) {
      if (signal.aborted || isAbortError(error)) return;
      this.#shown = { status: 'failed', error: toAppError(error) };
    }
  }
}
