import type { AnswerEvent, AnswerRequest } from '../../src/core/answer-engine';
import { escapeMarkdown } from '../../src/core/answering/escape-markdown';
import { quoteLead } from '../../src/core/answering/frames';
import {
  answerKindOf,
  offersKind,
  sentenceScore,
  sentencesOf,
  type SentenceCandidate,
} from '../../src/core/answering/rank-sentences';
import { detectLanguage } from '../../src/core/language';
import { cosineOfUnitVectors } from '../../src/core/search/cosine';

export interface SentenceJudge {
  /** Terms of a text, as the lexical lane sees them. */
  readonly analyse: (text: string) => string[];
  /** The weight of a term in the library. */
  readonly idf: (term: string) => number;
  /** Unit vectors of the texts. */
  readonly embed: (texts: readonly string[], role: 'query' | 'passage') => Promise<Float32Array[]>;
}

const mostSentences = 3;
/** Further sentences must come close to the best one. */
const closeness = 0.75;
/** Below this even the best sentence is not worth showing. */
const leastScore = 0.55;

interface ScoredSentence extends SentenceCandidate {
  readonly score: number;
  readonly terms: ReadonlySet<string>;
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
  const chosen = await chooseSentences(request, judge);
  signal.throwIfAborted();
  const [best] = chosen;
  if (best) {
    yield* words(`${quoteLead(request.language, detectLanguage(best.text))}\n\n`);
    // The best comes first; what stands beside it in the document follows it.
    let previous: ScoredSentence | undefined;
    for (const [i, sentence] of chosen.entries()) {
      const { documentId, documentName, page } = sentence.passage;
      const citation = {
        n: i + 1,
        documentId,
        documentName,
        start: sentence.start,
        end: sentence.end,
        quote: sentence.text,
        ...(page === undefined ? {} : { page }),
      };
      yield { kind: 'citation', citation };
      if (previous) yield { kind: 'text', text: '\n\n' };
      yield* words(`${escapeMarkdown(sentence.text)} [${citation.n}]`);
      signal.throwIfAborted();
      previous = sentence;
    }
  }
  yield { kind: 'finish', reason: 'complete' };
}

async function chooseSentences(
  { question, passages }: AnswerRequest,
  { analyse, idf, embed }: SentenceJudge,
): Promise<ScoredSentence[]> {
  const candidates = sentencesOf(passages);
  if (candidates.length === 0) return [];
  const questionTerms = new Set(analyse(question));
  const totalWeight = weightOf(questionTerms, idf);
  const kind = answerKindOf(question);
  const [questionVector] = await embed([question], 'query');
  const vectors = await embed(
    candidates.map((candidate) => candidate.text),
    'passage',
  );
  const bestPassage = Math.max(...passages.map((passage) => passage.score), Number.EPSILON);

  const scored = candidates.map((candidate, i): ScoredSentence => {
    const terms = new Set(analyse(candidate.text).filter((term) => questionTerms.has(term)));
    const vector = vectors[i];
    const score = sentenceScore({
      cosine: questionVector && vector ? cosineOfUnitVectors(questionVector, vector) : 0,
      coverage: totalWeight > 0 ? weightOf(terms, idf) / totalWeight : 0,
      passageShare: candidate.passage.score / bestPassage,
      offersKind: offersKind(candidate.text, kind),
    });
    return { ...candidate, score, terms };
  });
  scored.sort((a, b) => b.score - a.score || a.rank - b.rank || a.start - b.start);

  const chosen: ScoredSentence[] = [];
  const threshold = Math.max(leastScore, (scored[0]?.score ?? 0) * closeness);
  for (const sentence of scored) {
    if (chosen.length >= mostSentences || sentence.score < threshold) break;
    if (!chosen.some((other) => overlaps(other, sentence) || other.text === sentence.text))
      chosen.push(sentence);
  }
  return chosen;
}

function weightOf(terms: Iterable<string>, idf: (term: string) => number): number {
  let weight = 0;
  for (const term of terms) weight += idf(term);
  return weight;
}

function overlaps(a: SentenceCandidate, b: SentenceCandidate): boolean {
  return a.passage.documentId === b.passage.documentId && a.start < b.end && b.start < a.end;
}

/** Text as it is streamed: by words, and by a few characters where there are no spaces. */
function* words(text: string): Generator<AnswerEvent> {
  for (const [piece] of text.matchAll(
    /\s*(?:[\p{Script=Han}，。、；：？！“”]{1,4}|[^\s\p{Script=Han}]+)|\s+$/gu,
  )) {
    yield { kind: 'text', text: piece };
  }
}
