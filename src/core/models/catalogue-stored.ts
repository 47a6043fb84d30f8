import type { CatalogueDraft } from './catalogue-draft';
import type { ModelSource } from './catalogue-entry';
import { onnxMemoryBytes } from './embedding-models';
import type { HostedModel } from './hosted-index';
import { familyOf } from './model-family';
import type { ModelFormat, ModelTask } from './model-package';
import type { StoredModel, StoredModelFacts } from './stored-model';

const engines = { mlc: 'webllm', gguf: 'wllama', onnx: 'transformers' } as const;
/** What a model takes beyond its weights, where nobody has said it. */
const usualMemoryFactor = 1.5;
const usualContextTokens = { answer: 4096, embedding: 512, reranker: 512 } as const;

/** Of a model that no list knows: it came from a file, an address, or from beside the app. */
export function draftOfStored(model: StoredModel): CatalogueDraft {
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  const largest = Math.max(0, ...model.files.map((file) => file.bytes));
  const allBytes = model.state === 'partial' ? (model.totalBytes ?? listedBytes(model) ?? bytes) : bytes;
  return draftOf({ ...model, bytes: allBytes, source: sourceOf(model), largestFileBytes: largest });
}

export function draftOfHosted(model: HostedModel): CatalogueDraft {
  return draftOf({ ...model, source: { kind: 'hosted', path: model.path } });
}

function draftOf(model: {
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly bytes: number;
  readonly source: ModelSource;
  readonly facts?: StoredModelFacts;
  readonly largestFileBytes?: number;
}): CatalogueDraft {
  const { id, format, task, name, bytes, source, facts = {}, largestFileBytes } = model;
  const family = familyOf(id);
  return {
    id,
    task,
    engine: engines[format],
    format,
    source,
    name,
    family: family?.name ?? '',
    licence: facts.licence ?? family?.licence ?? '',
    // Every model that writes knows English; of others nobody can tell.
    languages: facts.languages ?? family?.languages ?? (task === 'answer' ? ['en'] : []),
    contextTokens: facts.contextTokens ?? usualContextTokens[task],
    downloadBytes: bytes,
    memoryBytes:
      facts.memoryBytes ??
      (format === 'onnx' ? onnxMemoryBytes(bytes) : Math.round(bytes * usualMemoryFactor)),
    needs: { isLowResource: true, ...(largestFileBytes === undefined ? {} : { largestFileBytes }) },
  };
}

/** Of a download as its host listed it; undefined where it did not say the length of every file. */
function listedBytes({ package: wanted }: StoredModel): number | undefined {
  return wanted?.files.reduce<number | undefined>(
    (sum, { bytes }) => (sum === undefined || bytes === undefined ? undefined : sum + bytes),
    0,
  );
}

/** Where a model that is already here can be fetched again. */
function sourceOf({ id, origin }: StoredModel): ModelSource {
  switch (origin.kind) {
    case 'hub':
      return { kind: 'hub', repository: origin.repository, revision: 'main' };
    case 'address':
      return { kind: 'address', url: origin.url };
    case 'hosted':
      return { kind: 'hosted', path: id };
    case 'files':
      return { kind: 'files' };
  }
}
