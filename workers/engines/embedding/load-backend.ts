import { AppError, toAppError } from '../../../src/core/app-error';
import type { LoadProgress } from '../../../src/contracts/embedder';
import type { EmbeddingBackend } from './backend';
import { createFolding } from './character-folding';
import { describeModel, type ModelDescription } from './model-description';
import { ModelFiles } from './model-files';
import { createStaticBackend } from './static-backend';
import { createTransformersBackend } from './transformers-backend';
import { ownSettings, type RuntimeSettings } from './transformers-runtime';

export type BackendKind = 'auto' | 'transformers' | 'static';

/** Throws `offline`, `model-load-failed` or `model-incompatible`. */
export async function loadBackend(
  modelPath: string,
  kind: BackendKind,
  onProgress: (progress: LoadProgress) => void,
  settings: RuntimeSettings = ownSettings(),
): Promise<EmbeddingBackend> {
  try {
    const files = new ModelFiles(modelPath, onProgress);
    const [config, tokenizerConfig, foldingTable] = await Promise.all([
      files.json(files.address('config.json')),
      files.optionalJson(files.address('tokenizer_config.json')),
      files.optionalJson(files.address('t2s.json')),
    ]);
    const description = describeModel(modelPath, config, tokenizerConfig);
    const backend = await createBackend(kind, description, files, settings);
    return foldingTable === undefined ? backend : withFolding(backend, createFolding(foldingTable));
  } catch (error) {
    throw toAppError(error, 'model-load-failed');
  }
}

async function createBackend(
  kind: BackendKind,
  description: ModelDescription,
  files: ModelFiles,
  settings: RuntimeSettings,
): Promise<EmbeddingBackend> {
  if (kind === 'transformers' || (kind === 'auto' && !description.isStatic)) {
    return createTransformersBackend(description, files, settings);
  }
  try {
    const addresses = [files.address('onnx/model_quantized.onnx'), files.address('tokenizer.json')] as const;
    files.expect(addresses);
    const [onnx, tokenizer] = await Promise.all([files.bytes(addresses[0]), files.json(addresses[1])]);
    return createStaticBackend(description.model, onnx, tokenizer);
  } catch (error) {
    const isForeign = error instanceof AppError && error.code === 'model-incompatible';
    if (kind === 'auto' && isForeign) return createTransformersBackend(description, files, settings);
    throw error;
  }
}

function withFolding(backend: EmbeddingBackend, fold: (text: string) => string): EmbeddingBackend {
  return {
    ...backend,
    countTokens: (texts) => backend.countTokens(texts.map(fold)),
    embed: (texts, pause) => backend.embed(texts.map(fold), pause),
  };
}
