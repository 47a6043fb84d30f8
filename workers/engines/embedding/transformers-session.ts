import type { ModelDescription } from './model-description';
import type { ModelFiles } from './model-files';
import { loadWithTransformers, type RuntimeSettings } from './transformers-runtime';
import type { Device } from './device-memory';

export interface TransformersSession {
  readonly countTokens: (texts: readonly string[]) => number[];
  /** Unit vectors of the texts, padded to the longest; one call at a time. */
  readonly run: (texts: readonly string[]) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}

/** A model loaded through transformers.js onto one device. */
export async function openTransformersSession(
  { pooling }: ModelDescription,
  files: ModelFiles,
  { device, ...settings }: RuntimeSettings & { readonly device: Device },
): Promise<TransformersSession> {
  const extractor = await loadWithTransformers(
    files,
    ({ pipeline }, name) => pipeline('feature-extraction', name, { dtype: 'q8', device }),
    settings,
  );
  return {
    countTokens: (texts) => texts.map((text) => extractor.tokenizer.encode(text).length),
    run: async (texts) => {
      const output = await extractor([...texts], { pooling, normalize: true });
      const rows = Float32Array.from(output.data as Float32Array);
      output.dispose();
      return rows;
    },
    dispose: () => extractor.dispose(),
  };
}
