import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { UsageError } from './arguments.mjs';
import { makeModelFolder } from './made-model/model-folder.mjs';
import {
  readableAnswer,
  readableBench,
  readableCitations,
  readableDecoded,
  readableFiles,
  readableMeasures,
} from './readable.mjs';
import { cleanedEnding } from './score/texts.mjs';
import { isExpectation } from './served-files.mjs';

/**
 * @typedef {import('../../src/lab/protocol').LabEvent} LabEvent
 */

/**
 * What a command asks of the page, and what to do with what comes back.
 * @typedef {object} LabTask
 * @property {unknown} options
 * @property {boolean} [usesGpu]
 * @property {(path: string, text: string) => Promise<void>} [writeText]
 * @property {() => Promise<void>} [end] awaited at the end, whatever came of it
 * @property {(result: never) => string} readable
 */

/**
 * @param {import('./arguments.mjs').PageCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
export async function prepare(command, files) {
  if (command.kind === 'ask') return prepareAsk(command, files);
  if (command.kind === 'parse') return prepareParse(command, files);
  if (command.kind === 'decode') return prepareDecode(command, files);
  if (command.kind === 'eval') return prepareEvaluate(command, files);
  if (command.kind === 'cite') return prepareCite(command, files);
  if (command.kind === 'bench ingest') return prepareIngest(command, files);
  const { chunks, dimension, voyChunks } = command;
  return { options: { chunks, dimension, voyChunks }, readable: readableBench };
}

/**
 * @param {import('./arguments.mjs').AskCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareAsk({ docs, question, engine, model, reranker }, files) {
  const isWritten = engine !== 'extractive';
  /** @type {import('../../src/lab/protocol').AskOptions} */
  const options = {
    files: await files.documents(docs),
    question,
    engine,
    ...(isWritten && model !== undefined ? { languageModel: await files.documents([model]) } : {}),
    ...(!isWritten && model !== undefined ? { modelPath: await files.folder(model) } : {}),
    ...(reranker === undefined ? {} : { rerankerPath: await files.folder(reranker) }),
  };
  return { options, usesGpu: engine === 'webllm', readable: readableAnswer };
}

/**
 * @param {import('./arguments.mjs').ParseCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareParse({ docs, out, cleaned }, files) {
  /** @type {import('../../src/lab/protocol').ParseOptions} */
  const options = {
    files: await files.documents(docs, isExpectation),
    reportsText: out !== undefined,
    ...(cleaned ? { cleanedEnding } : {}),
  };
  return { options, readable: readableFiles, ...writingTo(out) };
}

/**
 * @param {import('./arguments.mjs').DecodeCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareDecode({ docs, encodings, out }, files) {
  const lines =
    encodings === undefined ? [] : (await readFile(encodings, 'utf8')).split('\n').filter(Boolean);
  /** @type {{ file: string, encoding: string }[]} */
  const chosen = lines.map((line) => JSON.parse(line));
  /** @type {import('../../src/lab/protocol').DecodeOptions} */
  const options = {
    files: await files.documents(docs, isExpectation),
    encodings: Object.fromEntries(chosen.map(({ file, encoding }) => [file, encoding])),
  };
  return { options, readable: readableDecoded, ...writingTo(out) };
}

/**
 * @param {string | undefined} folder
 * @returns {Pick<LabTask, 'writeText'>}
 */
function writingTo(folder) {
  return folder === undefined ? {} : { writeText: (path, text) => writeInside(folder, path, text) };
}

/**
 * @param {import('./arguments.mjs').EvaluateCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareEvaluate(command, files) {
  const { data, queries, lanes, model, index, limit, unanswerable, answers, exact, reranker, splitting } =
    command;
  await requireFolder(data);
  /** @type {import('../../src/lab/protocol').EvaluateOptions} */
  const options = {
    corpusUrl: await files.file(join(data, 'corpus.jsonl')),
    queriesUrl: await files.file(queries ?? join(data, 'queries.jsonl')),
    qrelsUrl: await files.file(join(data, 'qrels.tsv')),
    lanes,
    index,
    answers,
    ...(model === undefined ? {} : { modelPath: await files.folder(model) }),
    ...(reranker === undefined ? {} : { rerankerPath: await files.folder(reranker) }),
    ...(limit === undefined ? {} : { limit }),
    ...(exact === undefined ? {} : { exact }),
    ...(splitting === undefined ? {} : { splitting }),
    ...(unanswerable === undefined
      ? {}
      : {
          unanswerable: {
            queriesUrl: await files.file(unanswerable.questions),
            dropUrl: await files.file(unanswerable.drop),
          },
        }),
  };
  const set = basename(resolve(data));
  return {
    options,
    readable: (/** @type {import('../../src/lab/protocol').EvaluateResult} */ result) =>
      readableMeasures(set, result),
  };
}

/**
 * @param {import('./arguments.mjs').CiteCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareCite({ data, limit, seed }, files) {
  await requireFolder(data);
  /** @type {import('../../src/lab/protocol').CiteOptions} */
  const options = {
    corpusUrl: await files.file(join(data, 'corpus.jsonl')),
    queriesUrl: await files.file(join(data, 'queries.jsonl')),
    qrelsUrl: await files.file(join(data, 'qrels.tsv')),
    seed,
    ...(limit === undefined ? {} : { limit }),
  };
  return { options, readable: readableCitations };
}

/** @param {string} path */
async function requireFolder(path) {
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`${path} is not a folder`);
  }
}

/**
 * @param {import('./arguments.mjs').IngestCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareIngest({ docs, chunks, rounds, model }, files) {
  const documents = docs === undefined ? {} : { files: await files.documents(docs) };
  const made = model === 'transformer' ? await makeModelFolder() : undefined;
  const folder = made?.path ?? model;
  /** @type {import('../../src/lab/protocol').BenchIngestOptions} */
  const options = {
    ...documents,
    chunks,
    rounds,
    ...(folder === undefined ? {} : { modelPath: await files.folder(folder) }),
  };
  return { options, readable: readableBench, ...(made === undefined ? {} : { end: made.remove }) };
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string} text
 */
async function writeInside(folder, path, text) {
  const target = resolve(folder, path);
  if (!target.startsWith(resolve(folder) + sep)) throw new Error(`${path} leaves ${folder}`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}
