import type { CatalogueDraft } from './catalogue-draft';
import { embeddedModelId, embeddingModels, onnxMemoryBytes } from './embedding-models';
import { rerankerModels } from './reranker-models';

/** Its table and its tokenizer, as they lie beside the app. */
const embeddedBytes = 13.7e6;

export function embeddingDrafts(): CatalogueDraft[] {
  return [
    {
      id: embeddedModelId,
      task: 'embedding',
      engine: 'transformers',
      format: 'onnx',
      source: { kind: 'hosted', path: embeddedModelId },
      name: 'Inkstone embed 256',
      family: 'Inkstone',
      licence: 'CC-BY-SA-4.0',
      languages: ['en', 'zh'],
      contextTokens: 8192,
      downloadBytes: 0,
      memoryBytes: embeddedBytes * 4,
      needs: {},
      rank: embeddingModels.length,
    },
    ...embeddingModels.map((model, rank) => ({
      ...hubDraft(model),
      task: 'embedding' as const,
      contextTokens: model.maxTokens,
      rank,
    })),
  ];
}

export function rerankerDrafts(): CatalogueDraft[] {
  return rerankerModels.map((model, rank) => ({
    ...hubDraft(model),
    task: 'reranker' as const,
    contextTokens: model.maxTokens,
    rank,
  }));
}

type Known = Pick<
  (typeof embeddingModels)[number],
  'repository' | 'name' | 'family' | 'licence' | 'languages' | 'downloadBytes'
>;

function hubDraft({ repository, name, family, licence, languages, downloadBytes }: Known) {
  return {
    id: repository,
    engine: 'transformers',
    format: 'onnx',
    source: { kind: 'hub', repository, revision: 'main' },
    name,
    family,
    licence,
    languages,
    downloadBytes,
    memoryBytes: onnxMemoryBytes(downloadBytes),
    needs: {},
  } as const;
}
