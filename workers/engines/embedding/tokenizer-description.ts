import { AppError } from '../../../src/core/app-error';
import { spaceMark, type TokenizerDescription } from './unigram-tokenizer';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a tokenizer.json of the one kind that the fast tokenizer carries out: Unigram pieces, words marked by
 * metaspace and runs of Han apart. Throws `model-incompatible` for any other.
 */
export function readTokenizerDescription(json: unknown): TokenizerDescription {
  if (!isJson(json)) throw unsupported('file');
  const { model, normalizer, pre_tokenizer, post_processor, added_tokens } = json;
  checkPreTokenizer(pre_tokenizer);
  if (post_processor !== null && post_processor !== undefined) throw unsupported('post-processor');
  return {
    ...readPieces(model),
    normalize: readNormalizer(normalizer),
    addedTokens: readAddedTokens(added_tokens ?? []),
  };
}

function readPieces(model: unknown): Pick<TokenizerDescription, 'pieces' | 'logProbabilities' | 'unknownId'> {
  if (!isJson(model) || model['type'] !== 'Unigram' || model['byte_fallback'] === true)
    throw unsupported('model');
  const { vocab, unk_id: unknownId } = model;
  if (!Array.isArray(vocab) || typeof unknownId !== 'number') throw unsupported('vocabulary');
  const pieces: string[] = [];
  const logProbabilities: number[] = [];
  for (const entry of vocab as unknown[]) {
    const [piece, logProbability] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof piece !== 'string' || typeof logProbability !== 'number') throw unsupported('piece');
    // It would make words depend on each other.
    if (piece.lastIndexOf(spaceMark) > 0) throw unsupported('piece of several words');
    pieces.push(piece);
    logProbabilities.push(logProbability);
  }
  return { pieces, logProbabilities, unknownId };
}

function readAddedTokens(tokens: unknown): Map<string, number> {
  if (!Array.isArray(tokens)) throw unsupported('list of added tokens');
  return new Map(
    tokens.map((token: unknown) => {
      const isPlain =
        isJson(token) &&
        !['single_word', 'lstrip', 'rstrip', 'normalized'].some((flag) => token[flag] === true);
      if (!isPlain || typeof token['content'] !== 'string' || typeof token['id'] !== 'number')
        throw unsupported('added token');
      return [token['content'], token['id']] as const;
    }),
  );
}

function readNormalizer(description: unknown): (text: string) => string {
  const steps = sequenceOf(description, 'normalizers').map(readNormalizerStep);
  return (text) => steps.reduce((value, step) => step(value), text);
}

function readNormalizerStep(step: Json): (text: string) => string {
  switch (step['type']) {
    case 'NFKC':
      return (text) => text.normalize('NFKC');
    case 'Lowercase':
      return (text) => text.toLowerCase();
    case 'Strip':
      if (step['strip_left'] !== true || step['strip_right'] !== true) throw unsupported('strip');
      return (text) => text.trim();
    case 'Replace': {
      const pattern = new RegExp(patternOf(step), 'gu');
      const { content } = step;
      if (typeof content !== 'string') throw unsupported('replacement');
      // Without a function, which would be called for every space.
      const replacement = content.replaceAll('$', '$$$$');
      return (text) => text.replace(pattern, replacement);
    }
    default:
      throw unsupported('normalizer');
  }
}

function checkPreTokenizer(description: unknown): void {
  const [metaspace, split, ...others] = sequenceOf(description, 'pretokenizers');
  const isKnown =
    others.length === 0 &&
    metaspace?.['type'] === 'Metaspace' &&
    metaspace['replacement'] === spaceMark &&
    metaspace['prepend_scheme'] === 'always' &&
    metaspace['split'] === true &&
    split?.['type'] === 'Split' &&
    split['behavior'] === 'Isolated' &&
    split['invert'] !== true &&
    patternOf(split) === '[㐀-鿿]+';
  if (!isKnown) throw unsupported('pre-tokenizer');
}

function sequenceOf(description: unknown, key: string): Json[] {
  if (!isJson(description)) throw unsupported(key);
  const steps = description['type'] === 'Sequence' ? description[key] : [description];
  if (!Array.isArray(steps) || !steps.every(isJson)) throw unsupported(key);
  return steps;
}

/** As a pattern of JavaScript; of the escapes only white space, which there also has U+FEFF, is translated. */
function patternOf(step: Json): string {
  const pattern = isJson(step['pattern']) ? step['pattern']['Regex'] : undefined;
  if (typeof pattern !== 'string') throw unsupported('pattern');
  const plain = pattern.replaceAll('\\s', '');
  if (/\\|\(\?(?!<?[=!])|&&|\[:/.test(plain)) throw unsupported('pattern');
  return pattern.replaceAll('\\s', '\\p{White_Space}');
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function unsupported(what: string): AppError {
  return new AppError('model-incompatible', `the fast tokenizer does not know this ${what}`);
}
