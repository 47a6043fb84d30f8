import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { madeTransformer, smallTransformer } from './transformer-model.mjs';

const embedded = join(import.meta.dirname, '../../../public/models/inkstone-embed-zh-en-256');

/** Writes the made transformer into a new folder, with the words of the embedded model. */
export async function makeModelFolder() {
  const words = {
    tokenizer: await readFile(join(embedded, 'tokenizer.json'), 'utf8'),
    tokenizerConfig: await readFile(join(embedded, 'tokenizer_config.json'), 'utf8'),
  };
  const path = await mkdtemp(join(tmpdir(), 'inkstone-model-'));
  for (const [name, content] of madeTransformer(smallTransformer, words)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
