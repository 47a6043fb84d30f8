import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether models are hosted with the app (`scripts/host-model.mjs` puts them there). Known when it is built: asking the
 * host for what most do not have would leave an error in every visitor's console.
 * @param {string} publicFolder
 */
export function hostsModels(publicFolder) {
  return existsSync(join(publicFolder, 'models/hosted/index.json'));
}
