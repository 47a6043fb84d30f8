import type { TextJudge } from '../../src/core/answering/sentence-views';
import type { Citation } from '../../src/core/citation';
import { detectLanguage } from '../../src/core/language';
import { contentIdOf } from '../../src/core/library';
import type { Passage, Retrieval } from '../../src/core/passage';
import { askAlike } from '../../src/core/suggestions/alike';
import { nextCandidate } from '../../src/core/suggestions/choose-candidates';
import { makeCandidates } from '../../src/core/suggestions/make-candidates';
import type { QuestionCandidate, SuggestedQuestion } from '../../src/core/suggestions/question-candidate';
import { sampleDocuments } from '../../src/core/suggestions/sample-places';
import type { PlaceOfAnswer, RetrieveInput, SuggestInput } from '../../src/contracts/search-index';
import type { SegmentRepository } from '../../src/storage/segments';
import { answerExtractively } from '../answering/extractive-answer';
import type { Foreground } from './foreground';
import { piecesAround, samplePieces, type PieceSources } from './suggestion-pieces';

/** As many as a question of a person's own is answered from. */
const passagesPerQuestion = 8;
/** The document that a question was made from must be among the best so many passages. */
const bestPassages = 3;
/** Candidates that are tried for each question wanted; a library that answers none of them gets none. */
const triesPerQuestion = 6;
/** Nobody waits for more of them than come in this time, waiting for others left out. */
const longestMs = 1500;
/** Lists that are kept, by what they were made for. */
const mostKept = 32;

export interface SuggesterDependencies {
  readonly sources: PieceSources;
  readonly segments: Pick<SegmentRepository, 'state'>;
  readonly removedIds: () => Promise<ReadonlySet<string>>;
  readonly foreground: Pick<Foreground, 'idle'>;
  readonly retrieve: (input: RetrieveInput, signal: AbortSignal) => Promise<Retrieval>;
  /** The contents that a library is searched by. */
  readonly contentIds: (
    libraryId: string,
    modelPath: string,
    signal: AbortSignal,
  ) => Promise<Iterable<string>>;
  readonly judge: (passages: readonly Passage[], signal: AbortSignal) => Promise<TextJudge>;
  readonly analyse: () => Promise<(text: string) => string[]>;
}

/**
 * Makes questions out of the stored documents and keeps those that are answered: each is searched, judged and answered
 * as a person's own would be. It lets whatever a person waits for go first.
 */
export class Suggester {
  readonly #dependencies: SuggesterDependencies;
  readonly #kept = new Map<
    string,
    { readonly state: string; readonly questions: readonly SuggestedQuestion[] }
  >();

  constructor(dependencies: SuggesterDependencies) {
    this.#dependencies = dependencies;
  }

  async suggest(input: SuggestInput, signal: AbortSignal): Promise<readonly SuggestedQuestion[]> {
    const key = JSON.stringify(input);
    const state = await this.#stateOf(input.libraryIds);
    const kept = this.#kept.get(key);
    if (kept?.state === state) return kept.questions;
    const questions = await this.#make(input, signal);
    this.#kept.delete(key);
    this.#kept.set(key, { state, questions });
    for (const oldest of [...this.#kept.keys()].slice(0, -mostKept)) this.#kept.delete(oldest);
    return questions;
  }

  async #make(input: SuggestInput, signal: AbortSignal): Promise<SuggestedQuestion[]> {
    const { foreground } = this.#dependencies;
    const analyse = await this.#dependencies.analyse();
    let waiting = await this.#candidates(input, signal);
    const chosen: QuestionCandidate[] = [];
    let tries = triesPerQuestion * input.limit;
    let leftMs = longestMs;
    while (chosen.length < input.limit && tries > 0 && leftMs > 0) {
      const candidate = nextCandidate(waiting, chosen);
      if (!candidate) break;
      waiting = waiting.filter((other) => other !== candidate);
      const known = [...(input.except ?? []), ...chosen.map(({ text }) => text)];
      if (known.some((question) => askAlike(question, candidate.text, analyse))) continue;
      tries -= 1;
      await foreground.idle();
      signal.throwIfAborted();
      const startedAt = performance.now();
      if (await this.#isAnswered(candidate, input, signal)) chosen.push(candidate);
      leftMs -= performance.now() - startedAt;
    }
    return chosen.map(({ text }) => ({ text, language: detectLanguage(text) }));
  }

  async #candidates(input: SuggestInput, signal: AbortSignal): Promise<QuestionCandidate[]> {
    const { foreground, sources } = this.#dependencies;
    const { around, language } = input;
    const pieces = around
      ? piecesAround(around, sources)
      : samplePieces(await this.#sample(input, signal), sources);
    const candidates: QuestionCandidate[] = [];
    for await (const ofDocument of pieces) {
      const wanted = language ?? detectLanguage(ofDocument.map(({ text }) => text).join('\n'));
      candidates.push(...makeCandidates(ofDocument).filter(({ text }) => detectLanguage(text) === wanted));
      await foreground.idle();
      signal.throwIfAborted();
    }
    return around ? candidates.flatMap((candidate) => besideAnswer(candidate, around)) : candidates;
  }

  async #sample(
    { libraryIds, documentIds, modelPath }: SuggestInput,
    signal: AbortSignal,
  ): Promise<string[]> {
    const { contentIds, sources } = this.#dependencies;
    if (documentIds) {
      const rows = await sources.documents.getAll(documentIds);
      return sampleDocuments(rows.flatMap((row) => (row ? [contentIdOf(row)] : [])));
    }
    const all: string[] = [];
    for (const libraryId of libraryIds) {
      await this.#dependencies.foreground.idle();
      all.push(...(await contentIds(libraryId, modelPath, signal)));
    }
    return sampleDocuments(all);
  }

  async #isAnswered(
    candidate: QuestionCandidate,
    { libraryIds, documentIds, modelPath }: SuggestInput,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { retrieve, judge, foreground } = this.#dependencies;
    const question = candidate.text;
    const scope = { libraryIds, ...(documentIds ? { documentIds } : {}) };
    const { passages, confidence, abstain } = await retrieve(
      { ...scope, question, limit: passagesPerQuestion, modelPath },
      signal,
    );
    const best = passages.slice(0, bestPassages);
    if (abstain || !best.some(({ documentId }) => documentId === candidate.documentId)) return false;
    await foreground.idle();
    signal.throwIfAborted();
    const request = { question, language: detectLanguage(question), passages, history: [], confidence };
    for await (const event of answerExtractively(request, await judge(passages, signal), signal)) {
      if (event.kind === 'citation' && isAnswer(event.citation, candidate)) return true;
    }
    return false;
  }

  async #stateOf(libraryIds: readonly string[]): Promise<string> {
    const states = await Promise.all(libraryIds.map((id) => this.#dependencies.segments.state(id)));
    return JSON.stringify([states, [...(await this.#dependencies.removedIds())]]);
  }
}

/** What was made from a statement is answered with that statement; any other with something that is not the question. */
function isAnswer(citation: Citation, { kind, documentId, start, end, text }: QuestionCandidate): boolean {
  if (citation.documentId !== documentId) return false;
  if (kind === 'definition' || kind === 'fact') return citation.start < end && citation.end > start;
  return !/[?？]["'”’」』）)]*$/.test(citation.quote.trim()) && !citation.quote.includes(text);
}

/** What is found further down has little to do with the question. */
const nearestPlaces = 3;

/**
 * What was found and not cited comes first; what the answer has quoted is known already. From other documents than the
 * cited ones only what was found among the best is taken.
 */
function besideAnswer(candidate: QuestionCandidate, places: readonly PlaceOfAnswer[]): QuestionCandidate[] {
  const touches = ({ documentId, start, end }: PlaceOfAnswer): boolean =>
    documentId === candidate.documentId && start < candidate.end && end > candidate.start;
  const isStatement = candidate.kind === 'definition' || candidate.kind === 'fact';
  if (isStatement && places.some((place) => place.isCited && touches(place))) return [];
  const rank = places.findIndex((place) => !place.isCited && touches(place));
  const isOfCited = places.some(({ isCited, documentId }) => isCited && documentId === candidate.documentId);
  if (!isOfCited && (rank < 0 || rank >= nearestPlaces)) return [];
  return [rank === -1 ? candidate : { ...candidate, worth: candidate.worth + 1 / (1 + rank) }];
}
