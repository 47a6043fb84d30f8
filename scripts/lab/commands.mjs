import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { UsageError } from './arguments.mjs';
import { readableAnswer, readableBench, readableFiles, readableMeasures } from './readable.mjs';

/**
 * @typedef {import('../../src/lab/protocol').LabEvent} LabEvent
 */

/**
 * What a command asks of the page, and what to do with what comes back.
 * @typedef {object} LabTask
 * @property {unknown} options
 * @property {boolean} [usesGpu]
 * @property {(path: string, text: string) => Promise<void>} [writeText]
 * @property {(result: never) => string} readable
 */

/**
 * @param {import('./arguments.mjs').LabCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
export async function prepare(command, files) {
  if (command.kind === 'ask') return prepareAsk(command, files);
  if (command.kind === 'parse') return prepareParse(command, files);
  if (command.kind === 'eval') return prepareEvaluate(command, files);
  const { chunks, dimension, voyChunks } = command;
  return { options: { chunks, dimension, voyChunks }, readable: readableBench };
}

/**
 * @param {import('./arguments.mjs').AskCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareAsk({ docs, question, engine, model, reranker }, files) {
  const usesGpu = engine === 'webllm';
  /** @type {import('../../src/lab/protocol').AskOptions} */
  const options = {
    files: await files.documents(docs),
    question,
    engine,
    ...(usesGpu && model !== undefined ? { modelId: model } : {}),
    ...(!usesGpu && model !== undefined ? { modelPath: await files.folder(model) } : {}),
    ...(reranker === undefined ? {} : { rerankerPath: await files.folder(reranker) }),
  };
  return { options, usesGpu, readable: readableAnswer };
}

/**
 * @param {import('./arguments.mjs').ParseCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareParse({ docs, out }, files) {
  /** @type {import('../../src/lab/protocol').ParseOptions} */
  const options = { files: await files.documents(docs), reportsText: out !== undefined };
  if (out === undefined) return { options, readable: readableFiles };
  return {
    options,
    readable: readableFiles,
    writeText: (path, text) => writeInside(out, path, text),
  };
}

/**
 * @param {import('./arguments.mjs').EvaluateCommand} command
 * @param {import('./served-files.mjs').ServedFiles} files
 * @returns {Promise<LabTask>}
 */
async function prepareEvaluate(command, files) {
  const { data, queries, lanes, model, index, limit, unanswerable, answers, exact, reranker, splitting } =
    command;
  if (!(await stat(data).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`${data} is not a folder`);
  }
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
  return { options, readable: readableMeasures };
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
