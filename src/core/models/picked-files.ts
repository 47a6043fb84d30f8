import { AppError } from '../app-error';
import { ggufSets } from './gguf-files';
import { readGgufHeader, type GgufHeader } from './gguf-header';
import { ggufWindowTokens } from './gguf-window';
import { ggufMemoryBytes } from './gguf-models';
import {
  libraryPath,
  mlcConfigPath,
  readMlcConfig,
  readTensorCache,
  tensorCacheNames,
  tensorCachePath,
} from './mlc-files';
import type { FileHash, ModelFile, ModelPackage } from './model-package';
import {
  chooseOnnxWeights,
  longestInput,
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
  | 'damaged-file'
  /** It makes vectors or reads pictures: of no use for answers. */
  | 'no-answer-model'
  /** More than one model: one at a time can be added. */
  | 'several-models';

export type PickedModel =
  | {
      readonly kind: 'model';
      readonly package: ModelPackage;
      /** By the paths of the package. */
      readonly blobs: ReadonlyMap<string, Blob>;
      /** `no-template`: it does not say how a conversation is written, and may answer badly. */
      readonly notes: readonly 'no-template'[];
    }
  | { readonly kind: 'unusable'; readonly problem: PickedProblem; readonly missing: readonly string[] };

/** What the files are that a person has picked: a whole model, or what is wrong with them. */
export async function readPickedFiles(picked: readonly PickedFile[]): Promise<PickedModel> {
  const folder = commonFolder(picked);
  if (folder === undefined) return unusable('nothing-known');
  const { files, name } = folder;
  if (files.has(descriptionName)) return describedModel(files);
  if (files.has(mlcConfigPath)) return mlcModel(files, name);
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
  const missing = description.files.filter(({ path, bytes }) => files.get(path)?.size !== bytes);
  if (missing.length > 0)
    return unusable(
      'missing-files',
      missing.map(({ path }) => path),
    );
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
  const missing = [
    ...[config.tokenizerPath].filter((path) => !files.has(path)),
    ...shards.filter(({ path, bytes }) => files.get(path)?.size !== bytes).map(({ path }) => path),
  ];
  if (missing.length > 0) return unusable('missing-files', missing);
  const libraries = [...files.keys()].filter((path) => path.endsWith('.wasm'));
  const library = libraries.find((path) => path === libraryPath) ?? libraries[0];
  if (library === undefined) return unusable('missing-library', [libraryPath]);
  const id =
    name === '' ? library.replace(/^.*\//, '').replace(/(?:_cs\d+k?)?-webgpu\.wasm$|\.wasm$/, '') : name;
  return wholeModel(
    { id, format: 'mlc', task: 'answer', name: id, ...factsWith({ contextTokens: config.contextTokens }) },
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

/** Architectures that llama.cpp knows and that write no text. */
const writesNothing = /bert|^t5encoder$|^clip$|embed|^wavtokenizer|rerank/i;

async function ggufModel(files: Folder['files']): Promise<PickedModel> {
  const [set, ...others] = ggufSets([...files.keys()]);
  if (!set) return unusable('nothing-known');
  if (others.length > 0) return unusable('several-models');
  if (set.missing.length > 0) return unusable('missing-files', set.missing);
  const [firstPath = ''] = set.paths;
  const first = files.get(firstPath);
  let header: GgufHeader;
  try {
    header = await readGgufHeader(first ?? new Blob());
  } catch (error) {
    if (error instanceof AppError) return unusable('damaged-file', [firstPath]);
    throw error;
  }
  if (writesNothing.test(header.architecture)) return unusable('no-answer-model');
  if (header.shards !== set.paths.length) return unusable('missing-files', set.missing);
  const bytes = set.paths.reduce((sum, path) => sum + (files.get(path)?.size ?? 0), 0);
  const { contextTokens, cacheBytesPerToken } = header;
  const window = contextTokens === undefined ? undefined : Math.min(contextTokens, ggufWindowTokens);
  const memoryBytes =
    window === undefined || cacheBytesPerToken === undefined
      ? undefined
      : ggufMemoryBytes({ bytes, cacheBytesPerToken, contextTokens: window });
  const id = set.name.replace(/^.*\//, '');
  return wholeModel(
    {
      id,
      format: 'gguf',
      task: 'answer',
      name: header.name ?? id,
      ...factsWith({ contextTokens: window, memoryBytes, licence: header.licence }),
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
  if (!task) return unusable('nothing-known');
  const id = name === '' ? 'model' : name;
  const companions = [...requiredOnnxFiles, ...optionalOnnxFiles.filter((path) => files.has(path))];
  const contextTokens = longestInput(config, await readJson(files, 'tokenizer_config.json'));
  return wholeModel({ id, format: 'onnx', task, name: id, ...factsWith({ contextTokens }) }, files, [
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

function factsWith(facts: {
  readonly contextTokens?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly licence?: string | undefined;
}): { facts?: StoredModelFacts } {
  const { contextTokens, memoryBytes, licence } = facts;
  const told: StoredModelFacts = {
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(licence === undefined ? {} : { licence }),
  };
  return Object.keys(told).length === 0 ? {} : { facts: told };
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

function unusable(problem: PickedProblem, missing: readonly string[] = []): PickedModel {
  return { kind: 'unusable', problem, missing };
}
