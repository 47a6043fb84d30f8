import { beginsLikeGguf, ggufSets, isGgufPath } from './gguf-files';
import { mlcConfigPath } from './mlc-files';
import { descriptionName } from './package-description';

/** A file with the folders that it lies in. */
export interface PlacedFile {
  readonly path: string;
  readonly file: Blob;
}

export interface Separated<F> {
  /** The files of each model by themselves. */
  readonly models: readonly (readonly F[])[];
  readonly others: readonly F[];
}

/** What of many paths belongs to one model. */
export interface FilesOfModel {
  /** The folder, or what the files' names have in common. */
  readonly name: string;
  /** At least one. */
  readonly paths: readonly string[];
}

/**
 * Tells models from documents among files that a person gives: folders by what lies in them, and .gguf files by their
 * names or their first bytes.
 */
export async function separateModels<F extends PlacedFile>(files: readonly F[]): Promise<Separated<F>> {
  const folders = modelFolders(files.map(({ path }) => path));
  const inFolders = folders.map((folder) => files.filter(({ path }) => isIn(path, folder)));
  const loose = files.filter(({ path }) => !folders.some((folder) => isIn(path, folder)));
  const isGguf = await Promise.all(loose.map(isGgufFile));
  const ggufs = loose.filter((_, i) => isGguf[i] === true);
  const sets = ggufSets(ggufs.map(({ path }) => path)).map(({ paths }) =>
    ggufs.filter(({ path }) => paths.includes(path)),
  );
  const inSets = new Set(sets.flat());
  return {
    models: [...inFolders, ...sets, ...ggufs.filter((file) => !inSets.has(file)).map((file) => [file])],
    others: loose.filter((_, i) => isGguf[i] !== true),
  };
}

/** The models that lie in folders of their own or are .gguf files, as far as paths alone tell. */
export function modelsAmongPaths(paths: readonly string[]): FilesOfModel[] {
  const folders = modelFolders(paths);
  const loose = paths.filter((path) => !folders.some((folder) => isIn(path, folder)));
  return [
    ...folders.map((name) => ({ name, paths: paths.filter((path) => isIn(path, name)) })),
    ...ggufSets(loose).map(({ name, paths: present }) => ({ name, paths: present })),
  ];
}

/** Folders that are a model as a whole, outermost first and none inside another. */
function modelFolders(paths: readonly string[]): string[] {
  const all = new Set(paths);
  const found = new Set<string>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, slash));
    const name = path.slice(slash + 1);
    if (folder === '') continue;
    if (name === descriptionName || name === mlcConfigPath) found.add(folder);
    const [, above] = /^(.+)\/onnx$/.exec(folder) ?? [];
    const isGraph = above !== undefined && name.endsWith('.onnx');
    if (isGraph && all.has(`${above}/config.json`) && all.has(`${above}/tokenizer.json`)) found.add(above);
  }
  const outermost: string[] = [];
  for (const folder of [...found].sort((a, b) => a.length - b.length)) {
    if (!outermost.some((outer) => isIn(folder, outer))) outermost.push(folder);
  }
  return outermost;
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

/** Documents have an ending of their own; what has none, or one of bare bytes, is looked into. */
async function isGgufFile({ path, file }: PlacedFile): Promise<boolean> {
  if (isGgufPath(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.[^.]+$/.test(name) && !/\.(?:bin|part|download|crdownload|tmp|\d+)$/i.test(name)) return false;
  try {
    return beginsLikeGguf(new Uint8Array(await file.slice(0, 4).arrayBuffer()));
  } catch {
    // What cannot be read is said where it is added.
    return false;
  }
}
