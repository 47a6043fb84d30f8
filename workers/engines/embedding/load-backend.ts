import { AppError, toAppError } from '../../../src/core/app-error';
import type { LoadProgress } from '../../../src/contracts/embedder';
import type { EmbeddingBackend } from './backend';
import { createFolding } from './character-folding';
import { describeModel, type ModelDescription } from './model-description';
import { soundBackend } from './golden-vectors';
import { ModelFiles, type OpenModelFiles } from './model-files';
import { createStaticBackend } from './static-backend';
import { createTransformersBackend } from './transformers-backend';
import { ownSettings, type RuntimeSettings } from './transformers-runtime';

export type BackendKind = 'auto' | 'transformers' | 'static';

/** Throws `offline`, `model-load-failed`, `model-incompatible` or `model-unsound`. */
export async function loadBackend(
  modelPath: string,
  kind: BackendKind,
  onProgress: (progress: LoadProgress) => void,
  settings: RuntimeSettings = ownSettings(),
  openInstalled?: OpenModelFiles,
): Promise<EmbeddingBackend> {
  try {
    const files = new ModelFiles(modelPath, onProgress, openInstalled);
    const [description, foldingTable] = await Promise.all([
      readDescription(files),
      files.optionalJson(files.address('t2s.json')),
    ]);
    const plain = await createBackend(kind, description, files, settings);
    const backend = foldingTable === undefined ? plain : withFolding(plain, createFolding(foldingTable));
    // What comes with the app has been tested with it.
    return files.isInstalled ? await soundBackend(modelPath, backend) : backend;
  } catch (error) {
    throw toAppError(error, 'model-load-failed');
  }
}

/** What the model's folder says of itself. */
export async function readDescription(files: ModelFiles): Promise<ModelDescription> {
  const optional = (name: string): Promise<unknown> => files.optionalJson(files.address(name));
  // A folder beside the app has no such files, and asking for them would be an error in every console.
  const ofInstalled = (name: string): Promise<unknown> =>
    files.isInstalled ? optional(name) : Promise.resolve(undefined);
  const [config, tokenizerConfig, poolingConfig, promptConfig, { dtype }] = await Promise.all([
    files.json(files.address('config.json')),
    optional('tokenizer_config.json'),
    ofInstalled('1_Pooling/config.json'),
    ofInstalled('config_sentence_transformers.json'),
    files.weights(),
  ]);
  return describeModel(files.modelPath, config, { tokenizerConfig, poolingConfig, promptConfig, dtype });
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
