import { meaningUnits, type MeaningUnit } from '../answering/meaning-units';
import { sentencesOf, type SentenceCandidate } from '../answering/sentence-candidates';
import {
  matchOf,
  shareOfUnit,
  viewByTerms,
  weightedShare,
  withVectors,
  type SentenceView,
  type TextJudge,
} from '../answering/sentence-views';
import type { Citation } from '../citation';
import { detectLanguage } from '../language';
import type { Passage } from '../passage';
import { cosineOfUnitVectors } from '../search/cosine';
import { heldNumbers, statedNumbers } from './numbers';

/** How much of a statement's meaning a source must hold, 0 to 1. A passage that the model itself named needs less. */
interface Thresholds {
  readonly unnamed: number;
  readonly hinted: number;
}

const sameLanguage: Thresholds = { unnamed: 0.6, hinted: 0.5 };
const acrossLanguages: Thresholds = { unnamed: 0.35, hinted: 0.28 };

/** What stands in the title, or in the sentence before, can be meant by "it". */
const contextCredit = 0.6;
/** A second span must add so much of the statement's meaning. */
const leastAddition = 0.15;
/** Two spans of which neither is enough must together be more than enough: weak matches add up by chance. */
const togetherMargin = 0.1;

/** How well one source sentence supports the statement. */
interface Support {
  readonly candidate: SentenceCandidate;
  /** By unit, 0 to 1. */
  readonly credits: readonly number[];
  readonly share: number;
  readonly numbers: ReadonlySet<number>;
  readonly threshold: number;
  readonly score: number;
}

interface Statement {
  readonly text: string;
  readonly units: readonly MeaningUnit[];
  readonly numbers: ReadonlySet<number>;
  /** Terms of quoted words, which the source sentence must hold. */
  readonly quoted: readonly string[];
  /** Terms of names, which the source passage must hold. */
  readonly names: readonly string[];
  readonly hints: ReadonlySet<number>;
  readonly vector?: Float32Array | undefined;
  readonly unitVectors: readonly (Float32Array | undefined)[];
}

/**
 * The spans of the passages that support one sentence of a model's answer, best first, at most two; none when the
 * support is too weak. Numbers and quoted words of the sentence must stand in the spans. `hints` are passage numbers,
 * from 1, that the model wrote: they lower the bar and are never taken on trust.
 */
export async function alignSentence(
  sentence: string,
  passages: readonly Passage[],
  hints: readonly number[],
  judge: TextJudge,
): Promise<Omit<Citation, 'n'>[]> {
  const candidates = sentencesOf(passages);
  const units = meaningUnits(sentence, judge);
  if (units.length === 0 || candidates.length === 0) return [];
  const statement: Statement = {
    text: sentence,
    units,
    numbers: statedNumbers(sentence),
    quoted: quotedWords(sentence).flatMap(judge.analyse),
    names: namesIn(sentence).flatMap(judge.analyse),
    hints: new Set(hints.map((hint) => hint - 1)),
    unitVectors: [],
  };

  const byTerms = viewByTerms(candidates, judge.analyse);
  const exact = chooseSpans(statement, supportsOf(statement, byTerms));
  // Vectors take longer and are needed only for other words or another language.
  if (exact.length > 0) return exact.map(spanOf);
  const [vector, ...unitVectors] = await judge.embed([sentence, ...units.map((unit) => unit.text)], 'query');
  const views = await withVectors(byTerms, judge.embed);
  const seen = { ...statement, vector, unitVectors };
  return chooseSpans(seen, supportsOf(seen, views)).map(spanOf);
}

function supportsOf(statement: Statement, views: readonly SentenceView[]): Support[] {
  const language = detectLanguage(statement.text);
  const passageTerms = termsByPassage(views);
  return views.flatMap((view, i): Support[] => {
    const { candidate } = view;
    if (!candidate.isQuotable) return [];
    const isSameLanguage = detectLanguage(candidate.text) === language;
    if (isSameLanguage && !holds(view.terms, statement.quoted)) return [];
    if (isSameLanguage && !holds(passageTerms.get(candidate.rank), statement.names)) return [];
    const isHinted = statement.hints.has(candidate.rank);
    const thresholds = isSameLanguage ? sameLanguage : acrossLanguages;
    const previous = views[i - 1];
    const own = statement.units.map((unit, k) => matchOf(unit, statement.unitVectors[k], view));
    const credits = statement.units.map((unit, k) => {
      const isInContext =
        shareOfUnit(unit, view.titleTerms) === 1 ||
        (previous?.candidate.rank === candidate.rank && shareOfUnit(unit, previous.terms) === 1);
      return Math.max(own[k] ?? 0, isInContext ? contextCredit : 0);
    });
    const share = weightedShare(statement.units, (_, k) => credits[k] ?? 0);
    const cosine = statement.vector && view.vector ? cosineOfUnitVectors(statement.vector, view.vector) : 0;
    return [
      {
        candidate,
        credits,
        share,
        numbers: heldNumbers(candidate.text),
        threshold: isHinted ? thresholds.hinted : thresholds.unnamed,
        score: share + 0.3 * weightedShare(statement.units, (_, k) => own[k] ?? 0) + 0.3 * cosine,
      },
    ];
  });
}

/** The best span that is enough alone, with one that adds to it; else the best with the one that makes it enough. */
function chooseSpans({ units, numbers }: Statement, supports: readonly Support[]): Support[] {
  const ranked = [...supports].sort((a, b) => b.score - a.score);
  const holdsAll = (chosen: readonly Support[]): boolean =>
    [...numbers].every((number) => chosen.some((support) => support.numbers.has(number)));
  const shareOf = (chosen: readonly Support[]): number =>
    weightedShare(units, (_, k) => Math.max(...chosen.map((support) => support.credits[k] ?? 0)));

  const first =
    ranked.find((support) => support.share >= support.threshold && holdsAll([support])) ?? ranked[0];
  if (!first) return [];
  const isEnough = first.share >= first.threshold && holdsAll([first]);
  let second: Support | undefined;
  let best = isEnough ? first.share + leastAddition : first.threshold + togetherMargin;
  for (const support of ranked) {
    if (support === first || (!isEnough && !holdsAll([first, support]))) continue;
    const share = shareOf([first, support]);
    if (share < best) continue;
    best = share;
    second = support;
  }
  if (second) return [first, second];
  return isEnough ? [first] : [];
}

function spanOf({ candidate }: Support): Omit<Citation, 'n'> {
  const { passage, start, end, text } = candidate;
  const { documentId, documentName, page } = passage;
  return { documentId, documentName, start, end, quote: text, ...(page === undefined ? {} : { page }) };
}

/** Titles and words in quotation marks: whoever writes them says that the source has them. */
function quotedWords(text: string): string[] {
  return Array.from(
    text.matchAll(/[“"「『《]([^“”"「」『』《》\n]{2,80})[”"」』》]/g),
    ([, words = '']) => words,
  );
}

/** Capitalised words, but for the first, which any word can be. */
function namesIn(text: string): string[] {
  return text.match(/(?<=[\p{L}\p{N},;:’'”"）)]\s)\p{Lu}\p{L}+/gu) ?? [];
}

function termsByPassage(views: readonly SentenceView[]): Map<number, Set<string>> {
  const byPassage = new Map<number, Set<string>>();
  for (const { candidate, terms, titleTerms } of views) {
    const all = byPassage.get(candidate.rank) ?? new Set(titleTerms);
    for (const term of terms) all.add(term);
    byPassage.set(candidate.rank, all);
  }
  return byPassage;
}

function holds(terms: ReadonlySet<string> | undefined, wanted: readonly string[]): boolean {
  return wanted.every((term) => terms?.has(term));
}
