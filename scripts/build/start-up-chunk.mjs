/**
 * A group for `codeSplitting`: whatever `entry` imports at once, itself left out, becomes one chunk. Left to itself the
 * bundler cuts along everything that another page or a later import shares, and a phone waits longer for fifty small
 * files than for their bytes.
 * @param {string} name of the chunk
 * @param {string} entry absolute path of the page's first module
 */
export function startUpChunk(name, entry) {
  /** @type {Set<string> | undefined} */
  let imported;
  return {
    name: (/** @type {string} */ id, /** @type {ModuleGraph} */ graph) => {
      imported ??= importedAtOnce(entry, graph);
      return imported.has(id) ? name : null;
    },
  };
}

/**
 * @typedef {object} ModuleGraph
 * @property {(id: string) => { readonly importedIds: readonly string[] } | null} getModuleInfo
 */

/**
 * @param {string} entry
 * @param {ModuleGraph} graph
 */
function importedAtOnce(entry, graph) {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [entry];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}
