import type { CatalogueDraft } from './catalogue-draft';
import { ggufWindowTokens } from './gguf-window';
import { ggufMemoryBytes, ggufModelId, ggufModels } from './gguf-models';

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
    contextTokens: Math.min(model.contextTokens, ggufWindowTokens),
    downloadBytes: model.bytes,
    memoryBytes: ggufMemoryBytes(model),
    needs: { largestFileBytes: model.bytes },
    ...(model.rank === undefined ? {} : { rank: model.rank }),
  }));
}
