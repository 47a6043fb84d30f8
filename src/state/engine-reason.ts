import { bestModels } from '../core/models/best-models';
import type { CatalogueEntry } from '../core/models/catalogue-entry';
import type { ModelStatus, Settings } from '../services/app-services';

export type EngineReason =
  | 'quotesChosen'
  | 'modelChosen'
  | 'best'
  | 'builtIn'
  | 'noneInstalled'
  | 'noneRuns'
  | 'notLoaded'
  | 'starting'
  | 'waiting';

/** Why it is this engine that answers now. */
export function engineReason(
  engine: Settings['engine'],
  status: ModelStatus,
  entries: readonly CatalogueEntry[],
): EngineReason {
  if (engine === 'extractive') return 'quotesChosen';
  if (status.status === 'loading') return engine === 'model' ? 'waiting' : 'starting';
  if (status.status === 'ready') {
    if (engine === 'model') return 'modelChosen';
    return entries.find(({ id }) => id === status.modelId)?.engine === 'built-in' ? 'builtIn' : 'best';
  }
  if (bestModels(entries).length > 0) return 'notLoaded';
  const isInstalled = entries.some(({ task, state }) => task === 'answer' && state === 'installed');
  return isInstalled ? 'noneRuns' : 'noneInstalled';
}
