import type { CatalogueDraft } from './catalogue-draft';
import { ggufMemoryBytes, ggufModelId, ggufModels } from './gguf-models';

/** The window as the app opens such a model at most: keys and values take memory that a tab does not have. */
const longestWindowTokens = 8192;

export function ggufDrafts(): CatalogueDraft[] {
  return ggufModels.map((model) => ({
    id: ggufModelId(model),
    task: 'answer',
    engine: 'wllama',
    format: 'gguf',
    source: { kind: 'hub', repository: model.repository, revision: 'main', paths: [model.file] },
    name: model.name,
    family: model.family,
    licence: model.licence,
    languages: model.languages,
    contextTokens: Math.min(model.contextTokens, longestWindowTokens),
    downloadBytes: model.bytes,
    memoryBytes: ggufMemoryBytes(model),
    needs: { largestFileBytes: model.bytes },
    ...(model.rank === undefined ? {} : { rank: model.rank }),
  }));
}
