import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const descriptionName = 'inkstone-model.json';
const usage = `node scripts/host-model.mjs FOLDER_OR_GGUF --to public/models/hosted [--id ID] [--name NAME] [--task TASK]

Copies a model beside the app, so that it is downloaded from there: a .gguf file (with its shards), a folder of MLC
with its library (.wasm), or one of transformers.js. TASK is answer, embedding or reranker where the files do not tell.`;

/** Some free hosts take no larger files. */
const easyFileBytes = 25 * 2 ** 20;

/**
 * Puts a model into a folder of the hosted ones, describes it there and renews their index.
 * @param {{ source: string, to: string, id?: string | undefined, name?: string | undefined, task?: string | undefined }} options
 * @returns {Promise<{ folder: string, files: { path: string, bytes: number, sha256: string }[] }>}
 */
export async function hostModel({ source, to, id, name, task }) {
  const model = await readModel(resolve(source), task);
  const ownName = basename(source)
    .replace(/\.gguf$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '');
  const folderName = (id ?? ownName).replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'model';
  const root = resolve(to);
  await mkdir(root, { recursive: true });
  const folder = join(root, folderName);
  await refuseOverlap(resolve(source), model, folder);
  // Its name begins with a dot, so that the index does not know it; on the same disk, so that it can be renamed.
  const staging = await mkdtemp(join(root, '.staging-'));
  try {
    const files = await fill(staging, model, {
      id: id ?? ownName,
      name: name ?? ownName,
    });
    await replaceFolder(folder, staging);
    await writeIndex(root);
    return { folder, files };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/**
 * Hosting replaces the folder, and what is hosted must not lie in it; nor can a folder hold its own copy.
 * @param {string} source
 * @param {Model} model
 * @param {string} folder
 */
async function refuseOverlap(source, model, folder) {
  const target = await realPath(folder);
  for (const path of [source, ...model.files.map(({ from }) => from)]) {
    if (isWithin(await realPath(path), target)) {
      throw new Error(`${path} lies in ${folder}, which would be replaced: choose another --to or --id`);
    }
  }
  if ((await stat(source)).isDirectory() && isWithin(target, await realPath(source))) {
    throw new Error(`${folder} lies in ${source}: choose another --to`);
  }
}

/**
 * Of what does not exist yet: below its nearest folder that does.
 * @param {string} path
 * @returns {Promise<string>}
 */
async function realPath(path) {
  return realpath(path).catch(async () => join(await realPath(dirname(path)), basename(path)));
}

/**
 * @param {string} path
 * @param {string} folder
 */
function isWithin(path, folder) {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/**
 * @param {string} folder
 * @param {Model} model
 * @param {{ id: string, name: string }} named
 */
async function fill(folder, model, { id, name }) {
  /** @type {{ path: string, bytes: number, sha256: string }[]} */
  const files = [];
  for (const { path, from } of model.files) {
    const target = join(folder, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true });
    // Costs no space on the same disk.
    await link(from, target).catch(() => copyFile(from, target));
    files.push({ path, bytes: (await stat(target)).size, sha256: await sha256Of(target) });
  }
  const description = {
    version: 1,
    id,
    format: model.format,
    task: model.task,
    name,
    files,
    ...(model.contextTokens ? { facts: { contextTokens: model.contextTokens } } : {}),
  };
  await writeFile(join(folder, descriptionName), `${JSON.stringify(description, undefined, 2)}\n`);
  return files;
}

/**
 * Only a folder that this script made is replaced.
 * @param {string} folder
 * @param {string} by
 */
async function replaceFolder(folder, by) {
  const before = await readdir(folder).catch(() => undefined);
  if (before && before.length > 0 && !before.includes(descriptionName)) {
    throw new Error(`${folder} holds no hosted model and is not replaced: choose another --id`);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(by, folder);
  // A folder that is made to be temporary is for its owner only.
  await chmod(folder, 0o755);
}

/**
 * @typedef {{ format: string, task: string, files: { path: string, from: string }[], contextTokens?: number | undefined }} Model
 * @param {string} source
 * @param {string | undefined} task
 * @returns {Promise<Model>}
 */
async function readModel(source, task) {
  if ((await stat(source)).isFile())
    return ggufModel(dirname(source), await readdir(dirname(source)), basename(source));
  const paths = await filesBelow(source);
  /** @param {string} path */
  const at = (path) => ({ path, from: join(source, ...path.split('/')) });
  if (paths.includes('mlc-chat-config.json')) {
    const config = await readJson(join(source, 'mlc-chat-config.json'));
    const cache = ['tensor-cache.json', 'ndarray-cache.json'].find((path) => paths.includes(path));
    const library = paths.find((path) => path.endsWith('.wasm'));
    if (!cache) throw new Error('tensor-cache.json is missing');
    if (!library) throw new Error('The compiled library (.wasm) must lie in the folder');
    const tokenizer = ['tokenizer.json', 'tokenizer.model'].find((path) => paths.includes(path));
    if (!tokenizer) throw new Error('tokenizer.json is missing');
    const { records } = await readJson(join(source, cache));
    const shards = records.map((/** @type {{ dataPath: string }} */ { dataPath }) => dataPath);
    const missing = shards.filter((/** @type {string} */ path) => !paths.includes(path));
    if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
    return {
      format: 'mlc',
      task: 'answer',
      contextTokens: config.context_window_size > 0 ? config.context_window_size : undefined,
      files: [
        at('mlc-chat-config.json'),
        at(tokenizer),
        { path: 'tensor-cache.json', from: at(cache).from },
        ...shards.map(at),
        { path: 'library.wasm', from: at(library).from },
      ],
    };
  }
  const graph = ['_quantized', '_int8', '_uint8', '_q4', '', '_fp16', '_q4f16', '_bnb4']
    .map((ending) => `onnx/model${ending}.onnx`)
    .find((path) => paths.includes(path));
  if (graph) {
    const needed = ['config.json', 'tokenizer.json'];
    const missing = needed.filter((path) => !paths.includes(path));
    if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
    const optional = [
      'tokenizer_config.json',
      '1_Pooling/config.json',
      'config_sentence_transformers.json',
      't2s.json',
    ];
    const { architectures = [] } = await readJson(join(source, 'config.json'));
    const sorts = architectures.some((/** @type {string} */ each) =>
      each.endsWith('ForSequenceClassification'),
    );
    const data = paths.filter((path) => path.startsWith(`${graph}_data`));
    return {
      format: 'onnx',
      task: task ?? (sorts ? 'reranker' : 'embedding'),
      files: [...needed, ...optional.filter((path) => paths.includes(path)), graph, ...data].map(at),
    };
  }
  const first = paths.find((path) => /^[^/]+\.gguf$/i.test(path) && !/mmproj/i.test(path));
  if (first) return ggufModel(source, paths, first);
  throw new Error('Found no .gguf file, no mlc-chat-config.json and no onnx/model….onnx');
}

/**
 * @param {string} folder
 * @param {string[]} names
 * @param {string} first
 * @returns {Model}
 */
function ggufModel(folder, names, first) {
  if (!/\.gguf$/i.test(first)) throw new Error('The file is no .gguf');
  const [, base, total] = /^(.*)-\d{5}-of-(\d{5})\.gguf$/i.exec(first) ?? [];
  const wanted = base
    ? Array.from(
        { length: Number(total) },
        (_, i) => `${base}-${String(i + 1).padStart(5, '0')}-of-${total}.gguf`,
      )
    : [first];
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}`);
  return {
    format: 'gguf',
    task: 'answer',
    files: wanted.map((path) => ({ path, from: join(folder, path) })),
  };
}

/** @param {string} folder */
async function writeIndex(folder) {
  const models = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.filter((each) => each.isDirectory() && !each.name.startsWith('.'))) {
    const description = await readJson(join(folder, entry.name, descriptionName)).catch(() => undefined);
    if (!description) continue;
    const { id, format, task, name, files, facts } = description;
    const bytes = files.reduce(
      (/** @type {number} */ sum, /** @type {{ bytes: number }} */ file) => sum + file.bytes,
      0,
    );
    models.push({ path: entry.name, id, format, task, name, bytes, ...(facts ? { facts } : {}) });
  }
  models.sort((a, b) => a.path.localeCompare(b.path));
  await writeFile(join(folder, 'index.json'), `${JSON.stringify({ models }, undefined, 2)}\n`);
}

/** @param {string} folder */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** @param {string} path */
async function sha256Of(path) {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Promise<any>} checked where it is used
 */
async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: 'string', default: 'public/models/hosted' },
      id: { type: 'string' },
      name: { type: 'string' },
      task: { type: 'string' },
    },
  });
  const [source] = positionals;
  if (source === undefined) throw new Error(usage);
  const { folder, files } = await hostModel({ source, ...values });
  process.stdout.write(`${folder}: ${files.length} files\n`);
  const large = files.filter(({ bytes }) => bytes > easyFileBytes);
  if (large.length > 0) {
    const list = large.map(({ path, bytes }) => `  ${path} (${Math.round(bytes / 2 ** 20)} MiB)\n`).join('');
    process.stdout.write(`Above 25 MiB, which some hosts do not take for one file:\n${list}`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
