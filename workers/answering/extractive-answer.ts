import type { AnswerEvent, AnswerRequest } from '../../src/core/answer-engine';
import { chooseQuotes, type Quote } from '../../src/core/answering/choose-quotes';
import { escapeMarkdown } from '../../src/core/answering/escape-markdown';
import { quoteLead } from '../../src/core/answering/frames';
import { questionUnits, wordsOf, type TermWeights } from '../../src/core/answering/question-units';
import { scoreSentences, type ScoredSentence } from '../../src/core/answering/score-sentences';
import { sentencesOf, type SentenceCandidate } from '../../src/core/answering/sentence-candidates';
import { splitForStreaming } from '../../src/core/answering/streamed-pieces';
import type { Citation } from '../../src/core/citation';
import { detectLanguage } from '../../src/core/language';

export interface SentenceJudge extends TermWeights {
  /** Unit vectors of the texts, one each. */
  readonly embed: (texts: readonly string[], role: 'query' | 'passage') => Promise<Float32Array[]>;
}

/**
 * Answers with the sentences of the passages that answer best, word for word, each with its citation.
 * Yields only `finish` when nothing in the passages is worth quoting.
 */
export async function* answerExtractively(
  request: AnswerRequest,
  judge: SentenceJudge,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const scored = await judgeSentences(request, judge);
  signal.throwIfAborted();
  let previous: Quote | undefined;
  for (const [i, quote] of chooseQuotes(scored).entries()) {
    const lead = leadBefore(quote, previous, request);
    yield* textEvents(previous ? `\n\n${lead}` : lead);
    const citation = citationOf(quote, i + 1);
    yield { kind: 'citation', citation };
    yield* textEvents(`${escapeMarkdown(quote.text)} [${citation.n}]`);
    signal.throwIfAborted();
    previous = quote;
  }
  yield { kind: 'finish', reason: 'complete' };
}

async function judgeSentences(
  { question, passages }: AnswerRequest,
  { analyse, idf, embed }: SentenceJudge,
): Promise<ScoredSentence[]> {
  const candidates = sentencesOf(passages);
  if (!candidates.some((candidate) => candidate.isQuotable)) return [];
  const units = questionUnits(question, { analyse, idf });
  const [vector, ...unitVectors] = await embed([question, ...units.map((unit) => unit.text)], 'query');

  const words = candidates.map((candidate) => [...new Set(wordsOf(candidate.text))]);
  const distinctWords = [...new Set(words.flat())];
  const sentenceVectors = await embed(
    candidates.map((candidate) => candidate.text),
    'passage',
  );
  const wordVectors = new Map(
    (await embed(distinctWords, 'passage')).map((wordVector, i) => [distinctWords[i], wordVector]),
  );
  const sentences = candidates.map((candidate, i) => ({
    candidate,
    terms: new Set(analyse(candidate.text)),
    vector: sentenceVectors[i],
    wordVectors: (words[i] ?? []).flatMap((word) => wordVectors.get(word) ?? []),
  }));
  return scoreSentences({ text: question, units, vector, unitVectors }, sentences, titleTermsBy(analyse));
}

/** The terms of what stands above a sentence: its document's title and its headings. */
function titleTermsBy(analyse: (text: string) => string[]) {
  const known = new Map<number, ReadonlySet<string>>();
  return ({ passage, rank }: SentenceCandidate): ReadonlySet<string> => {
    const terms =
      known.get(rank) ?? new Set(analyse([passage.documentTitle ?? '', ...passage.headingPath].join('\n')));
    known.set(rank, terms);
    return terms;
  };
}

/** Who speaks is said once, before the first of several quotes from one document. */
function leadBefore(quote: Quote, previous: Quote | undefined, { language }: AnswerRequest): string {
  const { documentId, documentName, documentTitle } = quote.passage;
  if (previous?.passage.documentId === documentId) return '';
  const lead = quoteLead(language, {
    name: escapeMarkdown(documentTitle ?? documentName),
    language: detectLanguage(quote.text),
  });
  return `${lead}\n\n`;
}

function citationOf({ passage, start, end, text }: Quote, n: number): Citation {
  const { documentId, documentName, page } = passage;
  return { n, documentId, documentName, start, end, quote: text, ...(page === undefined ? {} : { page }) };
}

function* textEvents(text: string): Generator<AnswerEvent> {
  for (const piece of splitForStreaming(text)) yield { kind: 'text', text: piece };
}
