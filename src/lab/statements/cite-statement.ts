import type { Citation } from '../../core/citation';
import { splitStream } from '../../core/citations/sentence-stream';
import { splitForStreaming } from '../../core/answering/streamed-pieces';
import type { MadeStatement } from './made-statement';

type Span = Omit<Citation, 'n'>;

/** A statement with the spans that were found for it. */
export interface CitedStatement {
  readonly statement: MadeStatement;
  /** None when a sentence of it has none. */
  readonly spans: readonly Span[];
  readonly milliseconds: number;
}

/** Takes a statement through what an answer in the app goes through, word by word and with the model's own mark. */
export async function citeStatement(
  statement: MadeStatement,
  cite: (sentence: string, hints: readonly number[]) => Promise<readonly Span[]>,
): Promise<CitedStatement> {
  const { text, hint } = statement;
  const startedAt = performance.now();
  const bySentence: (readonly Span[])[] = [];
  for await (const event of splitStream(pieces(hint === undefined ? text : `${text} [${hint}]`))) {
    if (event.kind === 'sentence-end') bySentence.push(await cite(event.sentence, event.hints));
  }
  const isSupported = bySentence.length > 0 && bySentence.every((spans) => spans.length > 0);
  return {
    statement,
    spans: isSupported ? bySentence.flat() : [],
    milliseconds: performance.now() - startedAt,
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is what the app is given
async function* pieces(text: string): AsyncGenerator<string, void, undefined> {
  yield* splitForStreaming(text);
}
