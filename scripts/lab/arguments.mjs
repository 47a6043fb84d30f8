import { parseArgs } from 'node:util';

export const usage = `Measure Inkstone on your own data, in headless Chromium over the built app.

  npm run lab -- ask   --docs PATH… --question TEXT [--engine extractive|webllm|wllama] [--model PATH]
                       [--reranker PATH]
  npm run lab -- parse --docs PATH… [--out DIR [--cleaned]]
  npm run lab -- decode --docs PATH… [--encodings FILE] [--out DIR]
  npm run lab -- score --docs PATH… --out DIR
  npm run lab -- hostile [--only NAME…] [--megabytes N] [--finish SECONDS]
  npm run lab -- chaos --kills N [--docs PATH…] [--megabytes N] [--hostile] [--seed N]
  npm run lab -- eval  --data DIR [--queries FILE] [--lanes hybrid|dense|lexical] [--model PATH]
                       [--index scan|voy] [--limit N] [--unanswerable FILE --drop FILE]
                       [--answers] [--exact N] [--reranker PATH] [--splitting STRATEGY]
  npm run lab -- cite  --data DIR [--limit N] [--seed N]
  npm run lab -- bench search|open [--chunks N] [--dimension D] [--voy-chunks N]
  npm run lab -- bench ingest [--docs PATH…] [--chunks N] [--model PATH|transformer] [--rounds N]
  npm run lab -- bench read   [--messages N] [--pages N]
  npm run lab -- bench shell  [--rounds N]

ask     imports the documents into a new library and asks one question.
          --model    an embedding model's folder; for webllm, the folder of a language model; for wllama, a .gguf file
          --reranker a cross-encoder's folder, in the form that transformers.js reads
parse   reads every document and says what came out of it.
          --out      writes each document's text before cleaning, as UTF-8, to DIR under its path
          --cleaned  writes the text after cleaning too, which is searched and cited, as PATH.cleaned.txt
        Under a folder, hidden files, folders that begin with _ and expectations (manifest.jsonl, expected.html,
        expected-metadata.json) are no documents. A file has 30 seconds.
decode  reads every file as nothing but characters, whatever its format.
          --encodings  a file of lines {file, encoding}: as these say, not as guessed
          --out        writes the characters, as UTF-8, to DIR
score   compares what parse or decode wrote to DIR with the expectations that lie beside the documents:
        F1 over pairs of characters, white space and width aside; or a digest of the exact text.
          --out        where the texts are; web articles are compared after cleaning (parse --cleaned)
hostile imports bombs and giants, each in a browser of its own and with a good file after it: after ten seconds it
        is read, refused, or on its way and cancelled; memory is that of all the browser's processes above idle.
          --only       these alone, by name
          --megabytes  the size of the large text; a text of one line is half as long (20)
          --finish     large files that a person may have are not cancelled, but have so long
chaos   imports documents in a browser that is killed at random moments, and checks after each that nothing is lost.
          --kills      how often
          --docs       other documents than the made-up ones
          --megabytes  the size of the one large text among those (20)
          --hostile    hostile files among them
          --seed       makes files and moments (1)
eval    measures search over DIR's corpus.jsonl, queries.jsonl and qrels.tsv.
          --queries       another language's questions for the same ids
          --lanes         the parts of the search to use (hybrid)
          --model         an embedding model's folder, in the form that transformers.js reads
          --index         the vector index (scan)
          --limit         only the first N questions
          --unanswerable  questions that cannot be answered once the documents listed in --drop are removed
          --answers       also scores the extractive answers to questions that have accepted answers, all and by
                          language: F1, containment, and whether what is cited, and what is cited first, contains the
                          answer, of all questions and of those answered where a passage that was found contains it
          --exact         also searches for N random pieces of 12 characters
          --reranker      a cross-encoder's folder, in the form that transformers.js reads
          --splitting     how the documents are split: structure:TOKENS, questions, fixed:TOKENS:OVERLAP
                          or sections (structure:256); an id that ends in .md is read as Markdown
cite    makes statements from DIR's documents, as a language model could write them, and measures which are cited: true
        and reworded ones should be, where they stand; those with a wrong number, a wrong name or a negation, and
        those of another document, should not. The questions name what can be a person, a place or an organisation.
          --limit  statements for N questions only, spread over all
          --seed   makes the statements (1)
bench       measures the parts of search over made-up data, beside plain ways to do the same.
  search    how long the vectors take, a loop over float32, voy, and whole questions
  open      from storage to the first answer, beside voy
          --chunks      how large the library is (100000)
          --dimension   numbers in a vector (384)
          --voy-chunks  how many of the vectors voy is given (20000)
  ingest    import by the app beside a loop that embeds and writes one chunk at a time, end to end
          --docs        documents to import, instead of made-up ones
          --chunks      how large the made-up documents are together (4000; 64 with --model)
          --model       a model's folder, or transformer: one of six layers with random weights, made for this;
                        then also beside a loop with as many threads as the app
          --rounds      how often all of it is measured, in alternating order (2)
  read      how long the page's thread is kept from reacting in a long conversation and a long PDF
          --messages    how long the conversation is (500)
          --pages       how long the PDF is (2000)
  shell     what the page loads before anything is opened, and how soon it can be used with a processor four times
            as slow, on this machine's network and on a mobile one
          --rounds      how often; the middle one is told (3)

--json    prints one JSON object on one line, last on standard output; progress goes to standard error.
--help    prints this.
`;

/**
 * @typedef {{ kind: 'ask', docs: string[], question: string, engine: 'extractive' | 'webllm' | 'wllama',
 *   model?: string, reranker?: string }} AskCommand
 * @typedef {{ kind: 'parse', docs: string[], out?: string, cleaned: boolean }} ParseCommand
 * @typedef {{ kind: 'decode', docs: string[], encodings?: string, out?: string }} DecodeCommand
 * @typedef {{ kind: 'hostile', only: string[], megabytes: number, finish?: number }} HostileCommand
 * @typedef {{ kind: 'chaos', kills: number, docs: string[], megabytes: number, hostile: boolean,
 *   seed: number }} ChaosCommand
 * @typedef {{ kind: 'score', docs: string[], out: string }} ScoreCommand
 * @typedef {{ kind: 'eval', data: string, queries?: string, lanes: 'hybrid' | 'dense' | 'lexical',
 *   model?: string, index: 'scan' | 'voy', limit?: number, unanswerable?: { questions: string, drop: string },
 *   answers: boolean, exact?: number, reranker?: string,
 *   splitting?: import('../../src/core/splitting').SplittingStrategy }} EvaluateCommand
 * @typedef {{ kind: 'cite', data: string, limit?: number, seed: number }} CiteCommand
 * @typedef {{ kind: 'bench search' | 'bench open', chunks: number, dimension: number,
 *   voyChunks: number }} BenchCommand
 * @typedef {{ kind: 'bench ingest', chunks: number, rounds: number, docs?: string[], model?: string }} IngestCommand
 * @typedef {{ kind: 'bench read', messages: number, pages: number }} ReadCommand
 * @typedef {{ kind: 'bench shell', rounds: number }} ShellCommand
 * @typedef {AskCommand | ParseCommand | DecodeCommand | EvaluateCommand | CiteCommand | BenchCommand | IngestCommand} PageCommand
 * @typedef {PageCommand | ScoreCommand | HostileCommand | ChaosCommand | ReadCommand | ShellCommand} LabCommand
 */

/** Says what is wrong with a command line. */
export class UsageError extends Error {}

const text = /** @type {const} */ ({ type: 'string' });
const flag = /** @type {const} */ ({ type: 'boolean' });
const list = /** @type {const} */ ({ type: 'string', multiple: true });

const commands = {
  ask: { docs: list, question: text, engine: text, model: text, reranker: text },
  parse: { docs: list, out: text, cleaned: flag },
  decode: { docs: list, encodings: text, out: text },
  score: { docs: list, out: text },
  hostile: { only: list, megabytes: text, finish: text },
  chaos: { kills: text, docs: list, megabytes: text, hostile: flag, seed: text },
  eval: {
    data: text,
    queries: text,
    lanes: text,
    model: text,
    index: text,
    limit: text,
    unanswerable: text,
    drop: text,
    answers: flag,
    exact: text,
    reranker: text,
    splitting: text,
  },
  cite: { data: text, limit: text, seed: text },
  bench: {
    chunks: text,
    dimension: text,
    'voy-chunks': text,
    docs: list,
    model: text,
    rounds: text,
    messages: text,
    pages: text,
  },
};

/** voy takes minutes to fill beyond this, and cannot store much more as one text. */
const voySize = 20_000;

const largeTextMegabytes = 20;

/**
 * @param {readonly string[]} argv
 * @returns {{ kind: 'help' } | { kind: 'run', command: LabCommand, json: boolean }}
 * @throws {UsageError}
 */
export function parseArguments(argv) {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) return { kind: 'help' };
  const [name, ...rest] = argv;
  if (name === undefined || !isCommand(name)) {
    throw new UsageError(`there is no command ${name}; the commands are ${Object.keys(commands).join(', ')}`);
  }
  const { values, positionals } = read(rest, { ...commands[name], json: flag });
  const options = new Options(values);
  /** @type {Record<keyof typeof commands, () => LabCommand>} */
  const build = {
    ask: () => ({
      kind: 'ask',
      docs: options.paths('docs', positionals),
      question: options.required('question'),
      engine: options.choice('engine', ['extractive', 'webllm', 'wllama']),
      ...options.optional('model'),
      ...options.optional('reranker'),
    }),
    parse: () => ({
      kind: 'parse',
      docs: options.paths('docs', positionals),
      ...options.optional('out'),
      cleaned: values['cleaned'] === true,
    }),
    decode: () => ({
      kind: 'decode',
      docs: options.paths('docs', positionals),
      ...options.optional('encodings'),
      ...options.optional('out'),
    }),
    score: () => ({
      kind: 'score',
      docs: options.paths('docs', positionals),
      out: options.required('out'),
    }),
    hostile: () => ({
      kind: 'hostile',
      only: values['only'] === undefined ? [] : options.paths('only', positionals.splice(0)),
      megabytes: largeTextMegabytes,
      ...options.count('megabytes'),
      ...options.count('finish'),
    }),
    chaos: () => ({
      kind: 'chaos',
      kills: Number(options.count('kills').kills ?? options.required('kills')),
      docs: values['docs'] === undefined ? [] : options.paths('docs', positionals),
      megabytes: largeTextMegabytes,
      ...options.count('megabytes'),
      hostile: values['hostile'] === true,
      seed: 1,
      ...options.count('seed'),
    }),
    eval: () => ({
      kind: 'eval',
      data: options.required('data'),
      ...options.optional('queries'),
      lanes: options.choice('lanes', ['hybrid', 'dense', 'lexical']),
      ...options.optional('model'),
      index: options.choice('index', ['scan', 'voy']),
      ...options.count('limit'),
      ...unanswerable(options),
      answers: values['answers'] === true,
      ...options.count('exact'),
      ...options.optional('reranker'),
      ...splitting(options),
    }),
    cite: () => ({
      kind: 'cite',
      data: options.required('data'),
      ...options.count('limit'),
      seed: 1,
      ...options.count('seed'),
    }),
    bench: () => bench(options, positionals),
  };
  const command = build[name]();
  if (!('docs' in command) && positionals.length > 0) {
    throw new UsageError(`${positionals[0]} belongs to no option`);
  }
  if (command.kind === 'ask' && command.engine !== 'extractive' && command.model === undefined) {
    throw new UsageError(`--engine ${command.engine} needs --model, the path of a language model`);
  }
  return { kind: 'run', command, json: values['json'] === true };
}

/**
 * @param {readonly string[]} args
 * @param {import('node:util').ParseArgsConfig['options']} options
 */
function read(args, options) {
  try {
    return parseArgs({ args: [...args], options: options ?? {}, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {Options} options
 * @param {string[]} positionals what is measured, and paths of `--docs`; the first is taken out
 * @returns {BenchCommand | IngestCommand | ReadCommand | ShellCommand}
 */
function bench(options, positionals) {
  const [what] = positionals.splice(0, 1);
  if (what === 'ingest') return benchIngest(options, positionals);
  if (what === 'shell') return { kind: 'bench shell', rounds: 3, ...options.count('rounds') };
  if (what === 'read') {
    return {
      kind: 'bench read',
      messages: 500,
      pages: 2000,
      ...options.count('messages'),
      ...options.count('pages'),
    };
  }
  if (what !== 'search' && what !== 'open') {
    throw new UsageError('bench measures search, open, ingest, read or shell');
  }
  const {
    chunks = 100_000,
    dimension = 384,
    ...rest
  } = {
    ...options.count('chunks'),
    ...options.count('dimension'),
    ...options.count('voy-chunks'),
  };
  if (dimension < 64 || dimension > 768)
    throw new UsageError('--dimension is from 64 to 768, the most that voy holds');
  return {
    kind: `bench ${what}`,
    chunks,
    dimension,
    voyChunks: Math.min(chunks, rest['voy-chunks'] ?? voySize),
  };
}

/**
 * @param {Options} options
 * @param {readonly string[]} positionals
 * @returns {IngestCommand}
 */
function benchIngest(options, positionals) {
  const { model } = options.optional('model');
  const { chunks = model === undefined ? 4000 : 64 } = options.count('chunks');
  const { rounds = 2 } = options.count('rounds');
  return {
    kind: 'bench ingest',
    chunks,
    rounds,
    ...(options.has('docs') ? { docs: options.paths('docs', positionals) } : {}),
    ...(model === undefined ? {} : { model }),
  };
}

/** @param {Options} options */
function unanswerable(options) {
  const { unanswerable: questions } = options.optional('unanswerable');
  const { drop } = options.optional('drop');
  if (questions === undefined && drop === undefined) return {};
  if (questions === undefined || drop === undefined) {
    throw new UsageError('--unanswerable and --drop go together');
  }
  return { unanswerable: { questions, drop } };
}

const strategies = 'structure:TOKENS, questions, fixed:TOKENS:OVERLAP or sections';

/**
 * @param {Options} options
 * @returns {{ splitting?: import('../../src/core/splitting').SplittingStrategy }}
 */
function splitting(options) {
  const { splitting: written } = options.optional('splitting');
  if (written === undefined) return {};
  const [kind, ...sizes] = written.split(':');
  const [tokens, overlap] = sizes.map(Number);
  const areWhole = sizes.every((size) => /^\d{1,6}$/.test(size));
  if (areWhole && sizes.length === 0 && (kind === 'questions' || kind === 'sections')) {
    return { splitting: { kind } };
  }
  if (areWhole && sizes.length === 1 && kind === 'structure' && tokens !== undefined) {
    return { splitting: { kind, tokens } };
  }
  if (areWhole && sizes.length === 2 && kind === 'fixed' && tokens !== undefined && overlap !== undefined) {
    return { splitting: { kind, tokens, overlap } };
  }
  throw new UsageError(`--splitting is one of ${strategies}`);
}

class Options {
  #values;

  /** @param {Readonly<Record<string, unknown>>} values */
  constructor(values) {
    this.#values = values;
  }

  /** @param {string} name */
  has(name) {
    return this.#values[name] !== undefined;
  }

  /** @param {string} name */
  required(name) {
    const value = this.#values[name];
    if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is needed`);
    return value;
  }

  /**
   * @template {string} Name
   * @param {Name} name
   * @returns {Partial<Record<Name, string>>}
   */
  optional(name) {
    if (this.#values[name] === undefined) return {};
    return /** @type {Partial<Record<Name, string>>} */ ({ [name]: this.required(name) });
  }

  /**
   * The first choice is the default.
   * @template {string} Choice
   * @param {string} name
   * @param {readonly [Choice, ...Choice[]]} choices
   * @returns {Choice}
   */
  choice(name, choices) {
    const value = this.#values[name] ?? choices[0];
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw new UsageError(`--${name} is one of ${choices.join(', ')}`);
    return found;
  }

  /**
   * @template {string} Name
   * @param {Name} name
   * @returns {Partial<Record<Name, number>>}
   */
  count(name) {
    if (this.#values[name] === undefined) return {};
    const value = Number(this.#values[name]);
    if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name} is a whole number above 0`);
    return /** @type {Partial<Record<Name, number>>} */ ({ [name]: value });
  }

  /**
   * An option that takes several paths; those after the first reach us as positionals.
   * @param {string} name
   * @param {readonly string[]} more
   */
  paths(name, more) {
    const values = this.#values[name];
    if (!Array.isArray(values)) throw new UsageError(`--${name} is needed`);
    return [...values.map(String), ...more];
  }
}

/**
 * @param {string} name
 * @returns {name is keyof typeof commands}
 */
function isCommand(name) {
  return Object.hasOwn(commands, name);
}
