import { toAppError } from '../../../src/core/app-error';
import { ModelFiles, type OpenModelFiles } from './model-files';
import type { Reranker } from './reranker';
import { describeReranker } from './reranker-description';
import { createTransformersReranker } from './transformers-reranker';

/** Throws `offline`, `model-load-failed` or `model-incompatible`. */
export async function loadReranker(modelPath: string, openInstalled?: OpenModelFiles): Promise<Reranker> {
  try {
    const files = new ModelFiles(modelPath, () => undefined, openInstalled);
    const [config, tokenizerConfig] = await Promise.all([
      files.json(files.address('config.json')),
      files.optionalJson(files.address('tokenizer_config.json')),
    ]);
    return await createTransformersReranker(describeReranker(config, tokenizerConfig), files);
  } catch (error) {
    throw toAppError(error, 'model-load-failed');
  }
}
