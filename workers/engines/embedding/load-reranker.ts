import { toAppError } from '../../../src/core/app-error';
import { soundReranker } from './golden-scores';
import { ModelFiles, type OpenModelFiles } from './model-files';
import type { Reranker } from './reranker';
import { describeReranker } from './reranker-description';
import { createTransformersReranker } from './transformers-reranker';

/** Throws `offline`, `model-load-failed`, `model-incompatible` or `model-unsound`. */
export async function loadReranker(modelPath: string, openInstalled?: OpenModelFiles): Promise<Reranker> {
  try {
    const files = new ModelFiles(modelPath, () => undefined, openInstalled);
    const [config, tokenizerConfig] = await Promise.all([
      files.json(files.address('config.json')),
      files.optionalJson(files.address('tokenizer_config.json')),
    ]);
    const reranker = await createTransformersReranker(describeReranker(config, tokenizerConfig), files);
    // What comes with the app has been tested with it.
    return files.isInstalled ? await soundReranker(modelPath, reranker) : reranker;
  } catch (error) {
    throw toAppError(error, 'model-load-failed');
  }
}
