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

/** How near the question's words stand to a span of the sentence, 0 to 1; each counts by its weight and its best place. */
export function nearness(span: AnswerSpan, sentence: string, { places, weights }: WeighedPlaces): number {
  const held = weights.map(() => 0);
  for (const place of places) {
    if (overlap(place, span)) continue;
    const between =
      place.end <= span.start ? sentence.slice(place.end, span.start) : sentence.slice(span.end, place.start);
    const credit = place.match / (1 + distanceOf(between) / halfDistance);
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
  return words + breakDistance * count(/[,;:，：；。—()（）]/gu);
}
