import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made from. */
const inputs = [
  'index.html',
  'lab.html',
  'package-lock.json',
  'public',
  'scripts/build',
  'src',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
  'workers',
];

/**
 * True when the build in `dist` is newer than everything it is made from. The service worker is written last, also
 * by a build that failed, of which the page is missing; one that was interrupted may not name its files yet.
 * @param {string} folder the project's
 */
export function isBuildFresh(folder) {
  const worker = join(folder, 'dist/service.worker.js');
  const builtAt = changedAt(worker);
  const hasPage = changedAt(join(folder, 'dist/index.html')) > 0;
  if (!hasPage || builtAt === 0 || readFileSync(worker, 'utf8').includes('__WB_MANIFEST')) return false;
  return inputs.every((input) => changedAt(join(folder, input)) <= builtAt);
}

/**
 * The latest change at or under a path, 0 when it does not exist.
 * @param {string} path
 * @returns {number} milliseconds
 */
function changedAt(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  // A folder's own time tells of files that were removed.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
