import type { CatalogueEntry } from './catalogue-entry';
import type { ModelNeeds } from './judge-model';

/** An entry before it is judged for a device. */
export interface CatalogueDraft extends Omit<CatalogueEntry, 'state' | 'verdict' | 'isRecommended'> {
  readonly needs: Pick<ModelNeeds, 'features' | 'bindingBytes' | 'isLowResource' | 'largestFileBytes'>;
  /** Within its task and engine, lower is the better one to take; undefined for what is never recommended. */
  readonly rank?: number;
}
