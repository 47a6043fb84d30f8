import { AppError } from '../app-error';
import { ggufSets } from './gguf-files';
import { ggufFacts, readWholeGguf } from './gguf-check';
import type { GgufHeader } from './gguf-header';
import {
  libraryPath,
  mlcConfigPath,
  readMlcConfig,
  readTensorCache,
  tensorCacheNames,
  tensorCachePath,
} from './mlc-files';
import type { FileHash, ModelFile, ModelPackage } from './model-package';
import { modelsAmongPaths, type FilesOfModel } from './models-among';
import {
  chooseOnnxWeights,
  longestInput,
  onlyWritesText,
  onnxTaskOf,
  optionalOnnxFiles,
  requiredOnnxFiles,
} from './onnx-files';
import { descriptionName, readPackageDescription } from './package-description';
import type { StoredModelFacts } from './stored-model';

/** A file that a person has picked; its path begins with the folder's name where a folder was picked. */
export interface PickedFile {
  readonly path: string;
  readonly blob: Blob;
}

export type PickedProblem =
  /** Nothing of it is a model of a kind that runs here. */
  | 'nothing-known'
  /** Files are missing, by name. */
  | 'missing-files'
  /** The compiled library of an MLC model (`.wasm`) does not lie beside it. */
  | 'missing-library'
  | 'damaged-description'
  /** It is damaged or not what its name says. */
  | 'damaged-file'
  /** Files are shorter than they must be. */
  | 'cut-short'
  /** It makes vectors or reads pictures: of no use for answers. */
  | 'no-answer-model'
  /** One of transformers.js that writes text and makes no vectors: of no use for search. */
  | 'no-search-model';

export type PickedModel =
  | {
      readonly kind: 'model';
      readonly package: ModelPackage;
      /** By the paths of the package. */
      readonly blobs: ReadonlyMap<string, Blob>;
      /** `no-template`: it does not say how a conversation is written, and may answer badly. */
      readonly notes: readonly 'no-template'[];
    }
  | {
      readonly kind: 'unusable';
      readonly problem: PickedProblem;
      /** Those that it is about. */
      readonly files: readonly ConcernedFile[];
    }
  /** Only one at a time can be added. */
  | { readonly kind: 'several-models'; readonly models: readonly FilesOfModel[] };

export interface ConcernedFile {
  readonly path: string;
  /** How long a file is that is cut short, and how long it must be. */
  readonly lengths?: { readonly bytes: number; readonly expectedBytes: number };
}

/** What the files are that a person has picked: a whole model, or what is wrong with them. */
export async function readPickedFiles(picked: readonly PickedFile[]): Promise<PickedModel> {
  const folder = commonFolder(picked);
  if (folder === undefined) return unusable('nothing-known');
  const { files, name } = folder;
  if (files.has(descriptionName)) return describedModel(files);
  if (files.has(mlcConfigPath)) return mlcModel(files, name);
  const models = modelsAmongPaths([...files.keys()]);
  if (models.length > 1) return { kind: 'several-models', models };
  if (ggufSets([...files.keys()]).length > 0) return ggufModel(files);
  if (chooseOnnxWeights([...files.keys()]) || files.has('config.json')) return onnxModel(files, name);
  return unusable('nothing-known');
}

interface Folder {
  readonly name: string;
  readonly files: ReadonlyMap<string, Blob>;
}

/** The files without the folder that all of them lie in, and without what systems leave behind. */
function commonFolder(picked: readonly PickedFile[]): Folder | undefined {
  const own = picked
    .map(({ path, blob }) => ({ parts: path.replaceAll('\\', '/').split('/').filter(Boolean), blob }))
    .filter(({ parts }) => parts.length > 0 && !parts.some((part) => part.startsWith('.')));
  const [first] = own;
  if (!first) return undefined;
  const names: string[] = [];
  for (;;) {
    const depth = names.length;
    const next = first.parts[depth];
    const isShared =
      next !== undefined && own.every(({ parts }) => parts.length > depth + 1 && parts[depth] === next);
    if (!isShared) break;
    names.push(next);
  }
  const files = new Map(own.map(({ parts, blob }) => [parts.slice(names.length).join('/'), blob]));
  return { name: names.at(-1) ?? '', files };
}

async function describedModel(files: Folder['files']): Promise<PickedModel> {
  let description;
  try {
    description = readPackageDescription(await readJson(files, descriptionName));
  } catch (error) {
    if (error instanceof AppError) return unusable('damaged-description');
    throw error;
  }
  const incomplete = unlessWhole(description.files, files);
  if (incomplete) return incomplete;
  const { id, format, task, name, facts } = description;
  return wholeModel(
    { id, format, task, name, ...(facts ? { facts } : {}) },
    files,
    description.files.map(({ path, sha256 }) => ({
      path,
      from: path,
      hash: { algorithm: 'sha256', hex: sha256 },
    })),
  );
}

async function mlcModel(files: Folder['files'], name: string): Promise<PickedModel> {
  const config = readMlcConfig(await readJson(files, mlcConfigPath));
  if (!config) return unusable('damaged-file', [mlcConfigPath]);
  const cache = tensorCacheNames.find((path) => files.has(path));
  if (cache === undefined) return unusable('missing-files', [tensorCachePath]);
  const shards = readTensorCache(await readJson(files, cache));
  if (!shards) return unusable('damaged-file', [cache]);
  const incomplete = unlessWhole([{ path: config.tokenizerPath }, ...shards], files);
  if (incomplete) return incomplete;
  const libraries = [...files.keys()].filter((path) => path.endsWith('.wasm'));
  const library = libraries.find((path) => path === libraryPath) ?? libraries[0];
  if (library === undefined) return unusable('missing-library', [libraryPath]);
  const id =
    name === '' ? library.replace(/^.*\//, '').replace(/(?:_cs\d+k?)?-webgpu\.wasm$|\.wasm$/, '') : name;
  return wholeModel(
    {
      id,
      format: 'mlc',
      task: 'answer',
      name: id,
      ...factsWith(config.contextTokens === undefined ? {} : { contextTokens: config.contextTokens }),
    },
    files,
    [
      { path: mlcConfigPath, from: mlcConfigPath },
      { path: config.tokenizerPath, from: config.tokenizerPath },
      { path: tensorCachePath, from: cache },
      ...shards.map(({ path, md5 }) => ({
        path,
        from: path,
        ...(md5 === undefined ? {} : { hash: { algorithm: 'md5' as const, hex: md5 } }),
      })),
      { path: libraryPath, from: library },
    ],
  );
}

async function ggufModel(files: Folder['files']): Promise<PickedModel> {
  const [set, ...others] = ggufSets([...files.keys()]);
  if (!set) return unusable('nothing-known');
  if (others.length > 0)
    return { kind: 'several-models', models: [set, ...others].map(({ name, paths }) => ({ name, paths })) };
  if (set.missing.length > 0) return unusable('missing-files', set.missing);
  const shards = set.paths.map((path) => ({ path, blob: files.get(path) ?? new Blob() }));
  let header: GgufHeader;
  try {
    header = await readWholeGguf(shards);
  } catch (error) {
    if (error instanceof AppError) return unusableGguf(error, set.missing);
    throw error;
  }
  const bytes = shards.reduce((sum, { blob }) => sum + blob.size, 0);
  const id = set.name.replace(/^.*\//, '');
  return wholeModel(
    {
      id,
      format: 'gguf',
      task: 'answer',
      name: header.name ?? id,
      ...factsWith(ggufFacts(header, bytes)),
    },
    files,
    set.paths.map((path) => ({ path: path.replace(/^.*\//, ''), from: path })),
    header.hasTemplate ? [] : ['no-template'],
  );
}

async function onnxModel(files: Folder['files'], name: string): Promise<PickedModel> {
  const weights = chooseOnnxWeights([...files.keys()]);
  const missing = [
    ...requiredOnnxFiles.filter((path) => !files.has(path)),
    ...(weights ? [] : ['onnx/model_quantized.onnx']),
  ];
  if (!weights || missing.length > 0) return unusable('missing-files', missing);
  const config = await readJson(files, 'config.json');
  const task = onnxTaskOf(config);
  if (onlyWritesText(config, [...files.keys()], name)) return unusable('no-search-model');
  if (!task) return unusable('nothing-known');
  const id = name === '' ? 'model' : name;
  const companions = [...requiredOnnxFiles, ...optionalOnnxFiles.filter((path) => files.has(path))];
  const contextTokens = longestInput(config, await readJson(files, 'tokenizer_config.json'));
  const facts = factsWith(contextTokens === undefined ? {} : { contextTokens });
  return wholeModel({ id, format: 'onnx', task, name: id, ...facts }, files, [
    ...companions.map((path) => ({ path, from: path })),
    ...weights.files,
  ]);
}

interface TakenFile {
  readonly path: string;
  readonly from: string;
  readonly hash?: FileHash;
}

function wholeModel(
  described: Pick<ModelPackage, 'id' | 'format' | 'task' | 'name' | 'facts'>,
  files: Folder['files'],
  taken: readonly TakenFile[],
  notes: readonly 'no-template'[] = [],
): PickedModel {
  const blobs = new Map<string, Blob>();
  const listed: ModelFile[] = [];
  for (const { path, from, hash } of taken) {
    const blob = files.get(from);
    if (!blob) continue;
    blobs.set(path, blob);
    listed.push({ path, bytes: blob.size, ...(hash ? { hash } : {}) });
  }
  return {
    kind: 'model',
    package: { ...described, files: listed, origin: { kind: 'files' } },
    blobs,
    notes,
  };
}

function factsWith(facts: StoredModelFacts): { facts?: StoredModelFacts } {
  return Object.keys(facts).length === 0 ? {} : { facts };
}

/** Descriptions are small; what is not is none. */
const longestJson = 64 * 2 ** 20;

/** Undefined for what is no JSON, which no reader takes for anything. */
async function readJson(files: Folder['files'], path: string): Promise<unknown> {
  const blob = files.get(path);
  if (!blob || blob.size > longestJson) return undefined;
  try {
    return JSON.parse(await blob.text());
  } catch {
    return undefined;
  }
}

function unusable(problem: PickedProblem, paths: readonly string[] = []): PickedModel {
  return { kind: 'unusable', problem, files: paths.map((path) => ({ path })) };
}

/** What is wrong with files that are not there, or not of the length that they must have. */
function unlessWhole(
  wanted: readonly { readonly path: string; readonly bytes?: number }[],
  files: Folder['files'],
): PickedModel | undefined {
  const missing = wanted.filter(({ path }) => !files.has(path));
  if (missing.length > 0) {
    return unusable(
      'missing-files',
      missing.map(({ path }) => path),
    );
  }
  const others = wanted.flatMap(({ path, bytes: expectedBytes }) => {
    const bytes = files.get(path)?.size ?? 0;
    return expectedBytes === undefined || bytes === expectedBytes
      ? []
      : [{ path, lengths: { bytes, expectedBytes } }];
  });
  if (others.length === 0) return undefined;
  const short = others.filter(({ lengths }) => lengths.bytes < lengths.expectedBytes);
  return short.length > 0
    ? { kind: 'unusable', problem: 'cut-short', files: short }
    : unusable(
        'damaged-file',
        others.map(({ path }) => path),
      );
}

function unusableGguf({ code, detail }: AppError, missing: readonly string[]): PickedModel {
  if (code === 'model-not-found') return unusable('missing-files', missing);
  if (detail?.kind === 'no-answer-model') return unusable('no-answer-model');
  if (detail?.kind !== 'cut-short') {
    return unusable('damaged-file', detail?.kind === 'no-model-file' ? [detail.path] : []);
  }
  const { path, bytes, expectedBytes } = detail;
  return { kind: 'unusable', problem: 'cut-short', files: [{ path, lengths: { bytes, expectedBytes } }] };
}
