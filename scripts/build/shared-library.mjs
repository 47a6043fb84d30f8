/**
 * In a build, leaves a package out of every chunk and has it loaded from one file beside them. Pages and workers are
 * bundled apart, so each would carry a copy of its own.
 * @param {string} name of the package, as it is imported
 * @param {string} path of its file in the build
 * @returns {import('vite').Plugin}
 */
export function sharedLibrary(name, path) {
  return {
    name: `inkstone:shared-library:${name}`,
    apply: 'build',
    enforce: 'pre',
    // Chunks lie in a folder of their own, one below the build's root.
    resolveId: (id) => (id === name ? { id: `../${path}`, external: 'absolute' } : undefined),
  };
}
