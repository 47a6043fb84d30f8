import type { CatalogueEntry, ModelSource } from './catalogue-entry';

/** Where models come from, as the person has set it. */
export interface ModelBases {
  /** Of the hub or a mirror of it, without a slash at the end. */
  readonly hubUrl: string;
  /** Of WebLLM's compiled libraries, likewise. */
  readonly libraryUrl: string;
  /** The absolute address of `models/hosted` beside the app, likewise. */
  readonly hostedUrl: string;
}

/** A model to make a package of: an entry of the catalogue, or a source that a person named. */
export interface WantedModel extends Partial<
  Pick<CatalogueEntry, 'id' | 'task' | 'name' | 'contextTokens' | 'memoryBytes' | 'languages' | 'licence'>
> {
  readonly source: ModelSource;
  readonly format?: CatalogueEntry['format'];
}
