import type { Passage } from '../passage';
import { introducedBy, introduces } from './introduced';
import { leansBack } from './leans-back';
import type { ScoredSentence } from './score-sentences';

/** One stretch of a document to be quoted: a sentence, or sentences that stand side by side. */
export interface Quote {
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The best of its sentences. */
  readonly best: ScoredSentence;
  /** Where a list, table or paragraph begins that a sentence of the quote introduces with a colon; a document's offset. */
  readonly introducedAt?: number;
}

const mostQuotes = 3;
const mostSentences = 6;
/**
 * Further sentences must come close to the best one; less so a neighbour that joins a quote, because it often says
 * who or what is spoken of. Chosen with the lengths on every second question of the sets that the scores were found on:
 * higher shares lost answers on one set.
 */
const closeness = 0.75;
const closenessOfNeighbour = 0.6;
/** In columns, where a Han character takes about what five letters of two words take. */
const longestQuote = 700;
/** With the sentences that a quote's beginning points back at. */
const longestWithBefore = 800;
/** With what a colon introduces, cut between its lines. */
const longestWithIntroduced = 1000;
const mostBefore = 2;
const hanColumns = 2.5;

/** The best sentences, best first, and none when none is an answer; those that stand side by side become one quote, in the document's order. */
export function chooseQuotes(sentences: readonly ScoredSentence[]): Quote[] {
  const ranked = sentences
    .filter((sentence) => sentence.isQuotable)
    .sort((a, b) => b.score - a.score || a.rank - b.rank || a.start - b.start);
  const supported = ranked.filter((sentence) => sentence.isSupported);
  const best = supported.find((sentence) => !sentence.isTitleLike) ?? supported[0];
  if (!best) return [];
  const groups: ScoredSentence[][] = [];
  let count = 0;
  for (const sentence of [best, ...ranked.filter((one) => one !== best && !one.isTitleLike)]) {
    if (count >= mostSentences) break;
    if (groups.flat().some((chosen) => overlaps(chosen, sentence))) continue;
    const group = groups.find((one) => canJoin(one, sentence));
    if (sentence.score < best.score * (group ? closenessOfNeighbour : closeness)) continue;
    if (group) group.push(sentence);
    else if (groups.length < mostQuotes) groups.push([sentence]);
    else continue;
    count += 1;
  }
  const beside = sentencesBeside(sentences);
  for (const group of groups) takeWhatIsMeant(group, groups, (one) => beside(one, -1));
  for (const group of groups) takeWhatIsIntroduced(group, groups, (one) => beside(one, 1));
  return groups.filter((group) => group.length > 0).map(quoteOf);
}

type Beside = (sentence: ScoredSentence) => ScoredSentence | undefined;

function sentencesBeside(
  sentences: readonly ScoredSentence[],
): (sentence: ScoredSentence, step: 1 | -1) => ScoredSentence | undefined {
  const keyOf = (rank: number, position: number): string => `${rank} ${position}`;
  const byPlace = new Map(sentences.map((one) => [keyOf(one.rank, one.position), one]));
  return ({ rank, position }, step) => byPlace.get(keyOf(rank, position + step));
}

/** "Therefore it is called so" answers only together with the sentence before it. */
function takeWhatIsMeant(
  group: ScoredSentence[],
  groups: readonly (readonly ScoredSentence[])[],
  beforeOf: Beside,
): void {
  for (let taken = 0; taken < mostBefore; taken += 1) {
    const first = group.reduce((a, b) => (a.start < b.start ? a : b));
    const before = leansBack(first.text) ? beforeOf(first) : undefined;
    if (!before?.isQuotable || !standSideBySide(before, first)) return;
    if (groups.flat().some((chosen) => overlaps(chosen, before))) return;
    if (columnsOfAll([...group, before]) > longestWithBefore) return;
    group.push(before);
  }
}

/**
 * "Close what follows:" answers only together with what follows. What of it was chosen by itself, less well than what
 * introduces it, is no quote of its own any more; where it was chosen first, the introduction joins it.
 */
function takeWhatIsIntroduced(group: ScoredSentence[], groups: ScoredSentence[][], afterOf: Beside): void {
  const introduced = group.flatMap((sentence) => introducedBy(sentence, afterOf));
  let columns = columnsOfAll(group);
  const fitting = introduced
    .filter((one) => !group.includes(one))
    .filter((one, i) => (columns += columnsOf(one.text)) <= longestWithIntroduced || i === 0);
  if (fitting.length === 0) return;
  const joined = groups.filter((other) => other === group || other.some((one) => fitting.includes(one)));
  const whole = new Set([...joined.flat(), ...fitting]);
  const isTaken = (one: ScoredSentence): boolean => fitting.some((taken) => overlaps(taken, one));
  for (const other of groups) {
    const rest = joined.includes(other) ? [] : other.filter((one) => !isTaken(one));
    other.splice(0, other.length, ...(other === joined[0] ? whole : rest));
  }
}

/** By how much the best sentence scores more than any other that could be quoted; 0 when it does not. */
export function leadOf(best: ScoredSentence, sentences: readonly ScoredSentence[]): number {
  const others = sentences.filter((other) => other.isQuotable && !overlaps(other, best));
  return Math.max(0, best.score - Math.max(0, ...others.map(({ score }) => score)));
}

function canJoin(group: readonly ScoredSentence[], sentence: ScoredSentence): boolean {
  const isBeside = group.some((other) => standSideBySide(other, sentence));
  return isBeside && columnsOfAll([...group, sentence]) <= longestQuote;
}

/** Neighbours in one paragraph or list; rows of a table each say something of their own. */
function standSideBySide(a: ScoredSentence, b: ScoredSentence): boolean {
  if (a.columns || b.columns) return false;
  if (a.rank !== b.rank || Math.abs(a.position - b.position) !== 1) return false;
  const from = Math.min(a.end, b.end) - a.passage.start;
  const to = Math.max(a.start, b.start) - a.passage.start;
  return !/\n\s*\n/.test(a.passage.text.slice(from, to));
}

function columnsOfAll(sentences: readonly ScoredSentence[]): number {
  return sentences.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

function columnsOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.length + han * (hanColumns - 1);
}

/** Chunks of one document can share a sentence. */
function overlaps(a: ScoredSentence, b: ScoredSentence): boolean {
  return a.passage.documentId === b.passage.documentId && a.start < b.end && b.start < a.end;
}

function quoteOf(group: readonly ScoredSentence[]): Quote {
  const start = Math.min(...group.map((sentence) => sentence.start));
  const end = Math.max(...group.map((sentence) => sentence.end));
  const [best] = group;
  if (!best) throw new RangeError('a quote has at least one sentence');
  const { passage } = best;
  const text = passage.text.slice(start - passage.start, end - passage.start);
  const introducing = group.filter((one) => one.end < end && !one.columns && introduces(one.text));
  if (introducing.length === 0) return { passage, start, end, text, best };
  return { passage, start, end, text, best, introducedAt: Math.min(...introducing.map((one) => one.end)) };
}
