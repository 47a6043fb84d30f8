import { resolve } from 'node:path';
import { isExpectation, ServedFiles } from '../served-files.mjs';

/**
 * Files of a person's own, where they lie.
 * @param {readonly string[]} paths
 */
export async function documentsOnDisk(paths) {
  const served = new ServedFiles();
  const documents = await served.documents(paths, isExpectation);
  return documents.map(({ path, url }) => {
    const [prefix = '', root = ''] =
      Object.entries(served.roots).find(([start]) => url.startsWith(start)) ?? [];
    return {
      path: paths.length > 1 ? `${prefix.split('/').at(-2)}/${path}` : path,
      file: resolve(root, path),
    };
  });
}
