import type { MeaningUnit } from '../answering/meaning-units';
import type { SentenceCandidate } from '../answering/sentence-candidates';
import { weightedShare } from '../answering/sentence-views';
import type { Clause } from './clauses';
import { isOpposed, type Polarity } from './negation';

/** A second span must add so much of the statement's meaning. */
const leastAddition = 0.15;
/** One that has a number which the first lacks can be about less. */
const leastAdditionWithNumber = 0.04;
/** Two spans of which neither is enough must together be more than enough: weak matches add up by chance. */
const togetherMargin = 0.1;
/** So much of its clause must stand where a number stands. */
const leastClauseShare = 0.4;

/** What a statement says. */
export interface Claim {
  readonly units: readonly MeaningUnit[];
  readonly clauses: readonly Clause[];
  readonly polarity: Polarity;
  /** Terms of quoted words, which the spans must hold. */
  readonly quoted: readonly string[];
}

/** How well one source sentence supports the statement. */
export interface Support {
  readonly candidate: SentenceCandidate;
  readonly terms: ReadonlySet<string>;
  /** By unit, 0 to 1. */
  readonly credits: readonly number[];
  readonly share: number;
  readonly threshold: number;
  readonly score: number;
}

/** What is read from a source sentence only when it may support the statement. */
export interface Details {
  readonly numbers: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Undefined where it is in another language, in which negations cannot be compared. */
  readonly polarity: Polarity | undefined;
}

type DetailedSupport = Support & Details;

/** Only so many of the best are looked at closely. */
const closeLook = 10;

/** The best span that is enough alone, with one that adds to it; else the best with the one that makes it enough. */
export function chooseSpans(
  claim: Claim,
  supports: readonly Support[],
  detailsOf: (candidate: SentenceCandidate) => Details,
): Support[] {
  const all = [...supports]
    .sort((a, b) => b.score - a.score)
    .slice(0, closeLook)
    .map((support): DetailedSupport => ({ ...support, ...detailsOf(support.candidate) }));
  const isDenied = ({ polarity }: DetailedSupport): boolean =>
    polarity !== undefined && isOpposed(claim.polarity, polarity);
  const [nearest] = all;
  // The sentence that it was taken from says the opposite: no other one makes it true.
  if (nearest && nearest.share >= nearest.threshold && isDenied(nearest)) return [];
  const ranked = all.filter((support) => !isDenied(support));
  const shareOf = sharer(claim);
  const holdsAll = (chosen: readonly DetailedSupport[]): boolean =>
    holdsNumbers(claim, chosen) && holdsQuoted(claim, chosen);

  const first =
    ranked.find((support) => support.share >= support.threshold && holdsAll([support])) ?? ranked[0];
  if (!first) return [];
  const isEnough = first.share >= first.threshold && holdsAll([first]);
  const hasNumbers = holdsAll([first]);
  const alone = shareOf([first]);
  let best = Math.max(
    alone + (hasNumbers ? leastAddition : leastAdditionWithNumber),
    isEnough ? 0 : first.threshold + togetherMargin,
  );
  let second: DetailedSupport | undefined;
  for (const support of ranked) {
    if (support === first || (!isEnough && !holdsAll([first, support]))) continue;
    const share = shareOf([first, support]);
    if (share < best) continue;
    best = share;
    second = support;
  }
  const chosen = second ? [first, second] : isEnough ? [first] : [];
  return isDenialMissing(claim, chosen) ? [] : chosen;
}

/** The share of the statement's words, numbers aside, that spans hold together. */
function sharer({ units }: Claim): (chosen: readonly Support[]) => number {
  const words = units.flatMap(({ text, weight }, position) =>
    /\d/.test(text) ? [] : [{ weight, position }],
  );
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  return (chosen) =>
    total === 0
      ? 1
      : words.reduce(
          (sum, { weight, position }) =>
            sum + weight * Math.max(...chosen.map(({ credits }) => credits[position] ?? 0)),
          0,
        ) / total;
}

/** Whether each number stands in a span that is about what its clause is about. */
function holdsNumbers({ units, clauses }: Claim, chosen: readonly DetailedSupport[]): boolean {
  return clauses.every(({ numbers, months, words }) => {
    if (numbers.size === 0 && months.size === 0) return true;
    const near = chosen.filter(({ credits }) => {
      const ofClause = words.flatMap((position) => units[position] ?? []);
      const share = weightedShare(ofClause, (_, i) => credits[words[i] ?? -1] ?? 0);
      return share >= leastClauseShare;
    });
    return (
      [...numbers].every((number) => near.some((support) => support.numbers.has(number))) &&
      [...months].every((month) => near.some((support) => support.months.has(month)))
    );
  });
}

/** In another language what is quoted is quoted in translation. */
function holdsQuoted({ quoted }: Claim, chosen: readonly DetailedSupport[]): boolean {
  return (
    chosen.some(({ polarity }) => polarity === undefined) ||
    quoted.every((term) => chosen.some(({ terms }) => terms.has(term)))
  );
}

/** A statement that denies something needs a source that denies anything at all. */
function isDenialMissing({ polarity }: Claim, chosen: readonly DetailedSupport[]): boolean {
  return (
    polarity.denials.length > 0 &&
    chosen.every((support) => support.polarity !== undefined && support.polarity.denials.length === 0)
  );
}
