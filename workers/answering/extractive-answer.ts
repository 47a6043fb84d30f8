import type { AnswerEvent, AnswerRequest } from '../../src/core/answer-engine';
import { chooseQuotes, type Quote } from '../../src/core/answering/choose-quotes';
import { escapeMarkdown } from '../../src/core/answering/escape-markdown';
import { quoteLead } from '../../src/core/answering/frames';
import { meaningUnits } from '../../src/core/answering/meaning-units';
import { scoreSentences, type ScoredSentence } from '../../src/core/answering/score-sentences';
import { sentencesOf } from '../../src/core/answering/sentence-candidates';
import { viewByTerms, withVectors, type TextJudge } from '../../src/core/answering/sentence-views';
import { splitForStreaming } from '../../src/core/answering/streamed-pieces';
import type { Citation } from '../../src/core/citation';
import { detectLanguage } from '../../src/core/language';

/**
 * Answers with the sentences of the passages that answer best, word for word, each with its citation.
 * Yields only `finish` when nothing in the passages is worth quoting.
 */
export async function* answerExtractively(
  request: AnswerRequest,
  judge: TextJudge,
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
  judge: TextJudge,
): Promise<ScoredSentence[]> {
  const candidates = sentencesOf(passages);
  if (!candidates.some((candidate) => candidate.isQuotable)) return [];
  const units = meaningUnits(question, judge);
  const texts = [question, ...units.map((unit) => unit.text)];
  const [vector, ...unitVectors] = await judge.embed(texts, 'query');
  const sentences = await withVectors(viewByTerms(candidates, judge.analyse), judge.embed);
  return scoreSentences({ text: question, units, vector, unitVectors }, sentences);
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
