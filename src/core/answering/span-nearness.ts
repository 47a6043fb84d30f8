import { overlap, type AnswerSpan } from './answer-span';
import type { UnitPlace } from './unit-places';

/** Where the words of a question stand in a sentence, and what each word weighs. */
export interface WeighedPlaces {
  readonly places: readonly UnitPlace[];
  /** One for each unit of the question. */
  readonly weights: readonly number[];
}

/** At this many words' distance a word of the question counts half. */
const halfDistance = 4;
/** A sign that parts clauses is as far as this many words. */
const breakDistance = 3;

/** "Start at 6:30 and end at 14:45": what follows in a clause of its own says little of what stood before. */
const clauseBorder = /[,;，；。!?！？]|\b(?:and|but|while|whereas|although)\b|[但而并]/u;
const laterClause = 0.4;
/** In words; what a clause before says, its subject above all, is said of the clauses after it too. */
const mostToSubject = 6;

/** How near the question's words stand to a span of the sentence, 0 to 1; each counts by its weight and its best place. */
export function nearness(span: AnswerSpan, sentence: string, { places, weights }: WeighedPlaces): number {
  const held = weights.map(() => 0);
  for (const place of places) {
    if (overlap(place, span)) continue;
    const between =
      place.end <= span.start ? sentence.slice(place.end, span.start) : sentence.slice(span.end, place.start);
    const isOtherClause = clauseBorder.test(between);
    const isLater = isOtherClause && place.start >= span.end;
    const far = distanceOf(between);
    const distance = isOtherClause && !isLater ? Math.min(far, mostToSubject) : far;
    const credit = (place.match * (isLater ? laterClause : 1)) / (1 + distance / halfDistance);
    const before = held[place.unit] ?? 0;
    held[place.unit] = place.isPart ? Math.min(1, before + credit) : Math.max(before, credit);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? held.reduce((sum, credit, i) => sum + credit * (weights[i] ?? 0), 0) / total : 0;
}

/** In words, where two Han characters are one. */
function distanceOf(text: string): number {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const words = count(/\p{Script=Han}/gu) / 2 + count(/[\p{Script=Latin}\d]+/gu);
  return words + breakDistance * count(/[,;:，：；。—()（）]|\b(?:and|but)\b/gu);
}
