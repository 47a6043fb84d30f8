import type { TermWeights } from '../answering/meaning-units';
import { detectLanguage } from '../language';
import type { Passage } from '../passage';
import { gatherEvidence, type AnswerEvidence, type QuestionSize } from './answer-evidence';

/**
 * Below this confidence the library is taken not to hold the answer: the highest round value at which each set below
 * loses at most 5% of the questions that its whole text answers. The weights were not fitted on XQuAD, but this value
 * was chosen with its curve in view. Measured with the embedded model, refused of the answerable / of those whose
 * answer was taken away: XQuAD English 4% / 75%, Chinese 5% / 72% (its hard unanswerable sets; 6% of the Chinese
 * answerable over that smaller text), and 95% and 97% of questions about something else. Halves of the fitting sets
 * that were kept back: CMRC 2018 1% / 80%, DRCD 1% / 54%, NQ 3% / 57%; 18%, 25% and 8% where only the sentences with
 * the answer were taken away and their passage stayed. Refusing 90% of XQuAD's unanswerable would cost 18 to 25% of
 * the answerable: what passes shares nearly all its words with a sentence that says something else about the same
 * thing. Across scripts it refuses 3 to 5% of the answerable, 10 to 12% of the unanswerable and 36 to 42% of what is
 * about something else.
 */
export const abstainThreshold = 0.12;

/** The passage with the answer is not always the first; later ones add chance matches only. */
const judgedPassages = 5;

export interface AnswerabilityInput extends TermWeights {
  readonly question: string;
  /** Best first. */
  readonly passages: readonly Passage[];
}

/** How likely it is that one sentence of the best passages holds the answer: 0 to 1, and 0 without passages. */
export function judgeAnswerability({ question, passages, analyse, idf }: AnswerabilityInput): number {
  const judged = passages.slice(0, judgedPassages);
  const language = detectLanguage(question);
  const sharesScript = (passage: Passage): boolean => detectLanguage(passage.text) === language;
  const own = judged.filter(sharesScript);
  const { size, sentences } = gatherEvidence(question, own, { analyse, idf });
  const logits = [
    ...sentences.map((evidence) => sentenceLogit(evidence, size)),
    ...judged
      .filter((passage) => !sharesScript(passage))
      .map((passage) => crossScriptLogit(passage, own.length > 0)),
  ];
  return logistic(Math.max(-Infinity, ...logits));
}

/**
 * Logistic regression over CMRC 2018, DRCD and NQ, half of the questions of each. Every question was asked with its
 * passage, without any passage that holds an accepted answer (weight 0.5), with its passage but without the sentences
 * that hold one (0.1), and questions of other sets as they are (1); sets and answers weigh alike. A question counts
 * by its best sentence, so choosing that sentence and fitting were repeated until they agreed.
 */
function sentenceLogit({ passage, ...evidence }: AnswerEvidence, { words, weight }: QuestionSize): number {
  return (
    -10.61 +
    4.54 * evidence.support +
    3.72 * (passage.lanes.dense ?? 0) +
    4.75 * (passage.lanes.coverage ?? 0) +
    0.56 * evidence.rarestHeld -
    (evidence.lacksKind ? 1.84 : 0) -
    0.24 * evidence.missingNumbers -
    1.12 * Math.log(Math.max(1, words)) +
    1.99 * Math.log(Math.max(1, weight))
  );
}

/**
 * Across scripts only the cosine speaks, and its offset is set by the answerable XQuAD questions. Where there is text in the question's own script too, an answer in the other
 * is less to be expected, and must be nearer.
 */
function crossScriptLogit({ lanes }: Passage, hasSameScript: boolean): number {
  return 12 * (lanes.dense ?? 0) - (hasSameScript ? 4.6 : 4);
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
