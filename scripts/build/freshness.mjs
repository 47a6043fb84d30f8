import { readdirSync, statSync } from 'node:fs';
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
 * by a build that failed; the page is then missing.
 * @param {string} folder the project's
 */
export function isBuildFresh(folder) {
  const builtAt = changedAt(join(folder, 'dist/service.worker.js'));
  const isComplete = changedAt(join(folder, 'dist/index.html')) > 0;
  return isComplete && builtAt > 0 && inputs.every((input) => changedAt(join(folder, input)) <= builtAt);
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
