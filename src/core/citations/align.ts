import { meaningUnits } from '../answering/meaning-units';
import type { SentenceCandidate } from '../answering/sentence-candidates';
import {
  matchOf,
  nearnessTo,
  shareOfUnit,
  weightedShare,
  type SentenceView,
  type TextJudge,
} from '../answering/sentence-views';
import type { Citation } from '../citation';
import { detectLanguage } from '../language';
import { cosineOfUnitVectors } from '../search/cosine';
import { chooseSpans, type Claim, type Details, type Support } from './choose-spans';
import { clausesOf } from './clauses';
import { withoutIntroduction } from './introductions';
import { beginsWithStranger, namesIn, quotedWords } from './names';
import { polarityOf } from './negation';
import type { SourceSentences } from './source-sentences';
import { strangersIn } from './strangers';
import { foldHan } from './unheld-runs';

/** How much of a statement's meaning a source must hold, 0 to 1. A passage that the model itself named needs less. */
interface Thresholds {
  readonly unnamed: number;
  readonly hinted: number;
}

const sameLanguage: Thresholds = { unnamed: 0.6, hinted: 0.5 };
const acrossLanguages: Thresholds = { unnamed: 0.35, hinted: 0.28 };

/** What stands in the title, or in the sentence before, can be meant by "it". */
const contextCredit = 0.6;
/** What fills the place of another word and is as near to it in meaning says the same. */
const sameMeaning = 0.55;

interface Statement extends Claim {
  readonly text: string;
  /** Terms of names, which the source passage must hold. */
  readonly names: readonly string[];
  readonly hints: ReadonlySet<number>;
  readonly vector?: Float32Array | undefined;
  readonly unitVectors: readonly (Float32Array | undefined)[];
}

/**
 * The spans of the passages that support one sentence of a model's answer, best first, at most two; none when the
 * support is too weak, or when a number, a name or a negation is not the source's. `hints` are passage numbers,
 * from 1, that the model wrote: they lower the bar and are never taken on trust.
 */
export async function alignSentence(
  written: string,
  sources: SourceSentences,
  hints: readonly number[],
  judge: TextJudge,
): Promise<Omit<Citation, 'n'>[]> {
  const sentence = withoutIntroduction(written);
  const units = meaningUnits(sentence, judge);
  if (units.length === 0 || sources.candidates.length === 0) return [];
  const statement: Statement = {
    text: sentence,
    units,
    clauses: clausesOf(sentence, units, judge),
    polarity: polarityOf(sentence, judge.analyse),
    quoted: quotedWords(sentence).flatMap(judge.analyse),
    names: namesIn(sentence).flatMap(judge.analyse),
    hints: new Set(hints.map((hint) => hint - 1)),
    unitVectors: [],
  };
  const language = detectLanguage(sentence);
  const detailsOf = (candidate: SentenceCandidate): Details => {
    const facts = sources.factsOf(candidate);
    return { ...facts, polarity: sources.languageOf(candidate) === language ? facts.polarity : undefined };
  };

  const exact = supportsOf(statement, sources, sources.views);
  let chosen = chooseSpans(statement, exact, detailsOf);
  // Vectors take longer and are needed only for other words or another language.
  if (chosen.length === 0 && exact.every(({ share, threshold }) => share < threshold)) {
    const [vector, ...unitVectors] = await judge.embed(
      [sentence, ...units.map((unit) => unit.text)],
      'query',
    );
    const views = await sources.viewsWithVectors(judge.embed);
    const seen = { ...statement, vector, unitVectors };
    chosen = chooseSpans(seen, supportsOf(seen, sources, views), detailsOf);
  }
  return (await hasStranger(sentence, chosen, sources.candidates, judge)) ? [] : chosen.map(spanOf);
}

function supportsOf(
  statement: Statement,
  sources: SourceSentences,
  views: readonly SentenceView[],
): Support[] {
  const language = detectLanguage(statement.text);
  const nearness = statement.unitVectors.map((vector) => vector && nearnessTo(vector));
  return views.flatMap((view, i): Support[] => {
    const { candidate } = view;
    if (!candidate.isQuotable) return [];
    const isSameLanguage = sources.languageOf(candidate) === language;
    if (isSameLanguage && !sources.passageHolds(candidate.rank, statement.names)) return [];
    const isHinted = statement.hints.has(candidate.rank);
    const thresholds = isSameLanguage ? sameLanguage : acrossLanguages;
    const previous = views[i - 1];
    const own = statement.units.map((unit, k) => matchOf(unit, nearness[k], view));
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
        terms: view.terms,
        credits,
        share,
        threshold: isHinted ? thresholds.hinted : thresholds.unnamed,
        score: share + 0.3 * weightedShare(statement.units, (_, k) => own[k] ?? 0) + 0.3 * cosine,
      },
    ];
  });
}

/** Whether a statement has a word, like a name, where its spans have another one of another meaning. */
async function hasStranger(
  sentence: string,
  chosen: readonly Support[],
  candidates: readonly SentenceCandidate[],
  { analyse, embed }: TextJudge,
): Promise<boolean> {
  const language = detectLanguage(sentence);
  const spans = chosen.map(({ candidate }) => candidate.text);
  if (spans.length === 0 || spans.some((span) => detectLanguage(span) !== language)) return false;
  const ranks = new Set(chosen.map(({ candidate }) => candidate.rank));
  const context = candidates
    .filter(({ rank }) => ranks.has(rank))
    .map(({ text, passage }) => `${passage.documentTitle ?? ''}\n${passage.headingPath.join('\n')}\n${text}`)
    .join('\n');
  if (language === 'en') {
    const known = new Set(analyse(context));
    const isKnown = (word: string): boolean => analyse(word).every((term) => known.has(term));
    return spans.some((span) => beginsWithStranger(sentence, span, isKnown));
  }
  const fold = (text: string): string => foldHan(text, analyse);
  const strangers = strangersIn(fold(sentence), { spans: spans.map(fold), context: fold(context) });
  if (strangers.length === 0) return false;
  const vectors = await embed(
    strangers.flatMap(({ said, instead }) => [said, instead]),
    'passage',
  );
  return strangers.some(({ instead }, i) => {
    const [a, b] = vectors.slice(2 * i, 2 * i + 2);
    return instead === '' || !a || !b || cosineOfUnitVectors(a, b) < sameMeaning;
  });
}

function spanOf({ candidate }: Support): Omit<Citation, 'n'> {
  const { passage, start, end, text } = candidate;
  const { documentId, documentName, page } = passage;
  return { documentId, documentName, start, end, quote: text, ...(page === undefined ? {} : { page }) };
}
