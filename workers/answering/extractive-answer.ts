import type { AnswerEvent, AnswerRequest } from '../../src/core/answer-engine';
import { answerKindOf, offersKind } from '../../src/core/answering/answer-kind';
import { answerCandidates } from '../../src/core/answering/answer-candidates';
import { cellAskedFor } from '../../src/core/answering/cell-asked-for';
import { chooseQuotes, leadOf, type Quote } from '../../src/core/answering/choose-quotes';
import { escapeMarkdown } from '../../src/core/answering/escape-markdown';
import { quoteLead } from '../../src/core/answering/frames';
import { leansBack } from '../../src/core/answering/leans-back';
import { meaningUnits } from '../../src/core/answering/meaning-units';
import { isRivalled } from '../../src/core/answering/rival-sentence';
import { writeFurtherRow, writeRow } from '../../src/core/answering/row-table';
import {
  scoreSentences,
  type QuestionView,
  type ScoredSentence,
} from '../../src/core/answering/score-sentences';
import { sentencesOf } from '../../src/core/answering/sentence-candidates';
import { viewByTerms, withVectors, type TextJudge } from '../../src/core/answering/sentence-views';
import { leastCertainty, shortAnswerIn } from '../../src/core/answering/short-answer';
import { writeShortAnswer } from '../../src/core/answering/short-answer-text';
import { splitForStreaming } from '../../src/core/answering/streamed-pieces';
import { placesOfUnits, wordSpansOf } from '../../src/core/answering/unit-places';
import { writeQuote } from '../../src/core/answering/write-quote';
import type { Citation } from '../../src/core/citation';
import type { Passage } from '../../src/core/passage';
import { detectLanguage } from '../../src/core/language';

/**
 * Answers with the sentences of the passages that answer best, word for word, each with its citation; before them,
 * where it is clear, with the few words of the best sentence that are the answer itself.
 * Yields only `finish` when nothing in the passages is worth quoting.
 */
export async function* answerExtractively(
  request: AnswerRequest,
  judge: TextJudge,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const question = await readQuestion(request.question, judge);
  const scored = await judgeSentences(question, request.passages, judge);
  signal.throwIfAborted();
  const chosen = chooseQuotes(scored);
  const isDoubtful = (request.confidence ?? 1) < leastConfidenceWithoutFigure;
  const quotes = isDoubtful && lacksFigure(request.question, chosen) ? [] : chosen;
  const isSure = (request.confidence ?? 1) >= leastConfidence;
  const short = quotes[0] && isSure ? await shortAnswerFrom(quotes[0], question, scored, judge) : undefined;
  signal.throwIfAborted();
  let previous: Quote | undefined;
  for (const [i, quote] of quotes.entries()) {
    const citation = citationOf(quote, i + 1);
    yield { kind: 'citation', citation };
    // Whole, so that its marks never show while it streams.
    if (i === 0 && short !== undefined) yield { kind: 'text', text: writeShortAnswer(short, citation.n) };
    const mark = `[${citation.n}]`;
    if (previous && isSameTable(quote, previous)) {
      yield { kind: 'text', text: `\n${writeFurtherRow(quote.text, mark)}` };
    } else {
      const isFirstText = i === 0 && short === undefined;
      yield* textEvents(`${isFirstText ? '' : '\n\n'}${leadBefore(quote, previous, request)}`);
      const columns = columnsOf(quote);
      if (columns.length > 0) yield { kind: 'text', text: writeRow(columns, quote.text, mark) };
      else yield* textEvents(writeQuote(quote, mark));
    }
    signal.throwIfAborted();
    previous = quote;
  }
  yield { kind: 'finish', reason: 'complete' };
}

/** Where the gate was less sure than this, and a count or amount is asked for, quotes without any such figure answer nothing. */
const leastConfidenceWithoutFigure = 0.35;

const asksForUnits =
  /[多几幾]少?(?:[钱錢元年月天日周週度米克吨噸斤里秒]|分[钟鐘]|小[时時]|公[里斤尺]|[厘毫]米)|\bhow many (?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|(?:kilo|centi|milli)?met(?:re|er)s?|miles?|feet|inches|grams?|kilograms?|pounds?|tons?|tonnes?|degrees?|dollars?|euros?|yuan)\b/iu;

function lacksFigure(question: string, quotes: readonly Quote[]): boolean {
  if (answerKindOf(question) !== 'number') return false;
  if (!/\bhow (?:many|much)\b(?! do(?:es)?\b)|多少|[几幾](?![何乎])(?=\p{Script=Han})/iu.test(question))
    return false;
  const language = detectLanguage(question);
  return !quotes.some(({ text }) =>
    // A unit has another name in another language: any figure may be of it there.
    detectLanguage(text) !== language && asksForUnits.test(question)
      ? offersKind(text, 'number', question)
      : answerCandidates(question, 'number', text).length > 0,
  );
}

async function readQuestion(text: string, judge: TextJudge): Promise<QuestionView> {
  const units = meaningUnits(text, judge);
  const [vector, ...unitVectors] = await judge.embed([text, ...units.map((unit) => unit.text)], 'query');
  return { text, units, vector, unitVectors };
}

async function judgeSentences(
  question: QuestionView,
  passages: readonly Passage[],
  judge: TextJudge,
): Promise<ScoredSentence[]> {
  const candidates = sentencesOf(passages);
  if (!candidates.some((candidate) => candidate.isQuotable)) return [];
  const sentences = await withVectors(viewByTerms(candidates, judge.analyse), judge.embed);
  return scoreSentences(question, sentences);
}

/**
 * A few words by themselves claim more than a quote does: they are shown where the gate is surer than it need be for
 * quoting. Seven in ten questions that XQuAD answers pass, 7% (English) and 2% (Chinese) of those whose answer was taken
 * away, and none about something else.
 */
const leastConfidence = 0.7;

/** The words of the quote's best sentence that answer by themselves, to the letter; undefined when none clearly do. */
async function shortAnswerFrom(
  quote: Quote,
  { text, units, unitVectors }: QuestionView,
  sentences: readonly ScoredSentence[],
  judge: TextJudge,
): Promise<string | undefined> {
  const { best } = quote;
  // Across languages the best sentence is too often the wrong one.
  if (detectLanguage(best.text) !== detectLanguage(text)) return undefined;
  if (best.columns) return cellAskedFor(text, best.text, best.columns, { units, analyse: judge.analyse });
  if (isRivalled(quote, { text, units }, sentences, judge)) return undefined;
  const words = [...new Set(wordSpansOf(best.text).map((word) => word.text))];
  const vectors = await judge.embed(words, 'passage');
  const vectorOf = new Map(words.map((word, i) => [word, vectors[i]]));
  const places = placesOfUnits({ units, unitVectors }, best.text, judge.analyse, (word) =>
    vectorOf.get(word),
  );
  const weights = units.map(({ weight }) => weight);
  const above = textAbove(best, sentences);
  const short = shortAnswerIn(text, best.text, { places, weights }, leadOf(best, sentences), above);
  if (!short || short.certainty < leastCertainty) return undefined;
  const from = best.start + short.start - quote.start;
  const isInQuote = quote.text.slice(from, from + short.text.length) === short.text;
  return isInQuote ? short.text : undefined;
}

/** The titles that a sentence stands below, and the sentence before it where it points back at that. */
function textAbove(best: ScoredSentence, sentences: readonly ScoredSentence[]): string {
  const { documentTitle, headingPath } = best.passage;
  const before = leansBack(best.text)
    ? sentences.find(({ rank, position }) => rank === best.rank && position === best.position - 1)
    : undefined;
  return [documentTitle ?? '', ...headingPath, before?.text ?? ''].join('\n');
}

/** Rows below the same names, in one document, are written as one table. */
function isSameTable(quote: Quote, previous: Quote): boolean {
  const columns = columnsOf(quote);
  return (
    columns.length > 0 &&
    quote.passage.documentId === previous.passage.documentId &&
    columns.join('\t') === columnsOf(previous).join('\t') &&
    quote.text.split('\t').length <= Math.max(columns.length, previous.text.split('\t').length)
  );
}

/** Of a quote that is one row; one with what introduces the table is more than that. */
function columnsOf({ best, introducedAt }: Quote): readonly string[] {
  return introducedAt === undefined ? (best.columns ?? []) : [];
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
