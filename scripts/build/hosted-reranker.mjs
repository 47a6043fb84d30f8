import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where a cross-encoder is put to be hosted with the app, below the folder of files that are served as they are. */
export const rerankerFolder = 'models/reranker';

/**
 * Whether a cross-encoder is hosted with the app. Known when it is built: asking the host for what most do not have would
 * leave an error in every visitor's console.
 * @param {string} publicFolder
 */
export function hostsReranker(publicFolder) {
  return existsSync(join(publicFolder, rerankerFolder, 'config.json'));
}
