import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { parseJson, type JsonValue } from './json-parser';
import { isShort, valueOf } from './json-shapes';
import { JsonWriter } from './json-writer';
import { createPause } from './pause';
import { stretchesOf } from './source-code';
import { readTextFile } from './text-file';

/** JSON and JSON Lines as a person reads them: every name and value, in order. What does not parse stays as it is. */
export const extractJson: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, context);
  const pause = createPause(context.signal);
  const builder = new RichTextBuilder();
  const roots = await parseJson(text, pause);
  const root = roots && joined(roots);
  if (root) await new JsonWriter(builder).write(root, pause);
  else {
    for (const stretch of stretchesOf(text)) {
      builder.addBlock({ kind: 'code', language: 'json' }, { text: stretch, marks: [] });
      await pause();
    }
  }
  context.onProgress({ loaded: file.size, total: file.size });
  const title = root && titleOf(root);
  return {
    ...builder.build(),
    format: 'json',
    ...(title === undefined ? {} : { title }),
    encoding,
    coverage: 1,
    warnings,
  };
};

function joined(roots: readonly JsonValue[]): JsonValue | undefined {
  if (roots.length < 2) return roots[0];
  const size = roots.reduce((sum, root) => sum + ('size' in root ? root.size : root.text.length), 0);
  return { kind: 'array', items: [...roots], size };
}

function titleOf(root: JsonValue): string | undefined {
  if (root.kind !== 'object') return undefined;
  const title = valueOf(root, 'title') ?? valueOf(root, 'name');
  return title?.kind === 'string' && isShort(title) ? title.text.trim() || undefined : undefined;
}
