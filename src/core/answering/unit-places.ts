import { chineseSegmenter } from '../chinese-segmenter';
import { cosineOfUnitVectors } from '../search/cosine';
import type { QuestionView } from './score-sentences';
import { chanceCosine } from './sentence-views';

/** A stretch of a sentence that stands for a word of the question; offsets are the sentence's. */
export interface UnitPlace {
  readonly start: number;
  readonly end: number;
  /** Position of the unit among the question's. */
  readonly unit: number;
  /** How well it stands for the unit, 0 to 1. */
  readonly match: number;
  /** Whether it stands for a part of the unit only, so that several add up. */
  readonly isPart: boolean;
}

interface WordSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The words of a sentence with their places, in lower case. */
export function wordSpansOf(text: string): WordSpan[] {
  return Array.from(chineseSegmenter().segment(text)).flatMap(({ segment, index, isWordLike }) =>
    isWordLike ? [{ start: index, end: index + segment.length, text: segment.toLowerCase() }] : [],
  );
}

/** Words that are less alike than this stand for each other by chance. */
const leastMatch = 0.45;

/**
 * Where the units of a question stand in a sentence: by their terms, where Han are compared by the pair because no
 * dictionary cuts both texts alike, and else by words that are near in meaning. `vectorOf` gives a word's vector.
 */
export function placesOfUnits(
  { units, unitVectors }: Pick<QuestionView, 'units' | 'unitVectors'>,
  sentence: string,
  analyse: (text: string) => string[],
  vectorOf: (word: string) => Float32Array | undefined,
): UnitPlace[] {
  const words = wordSpansOf(sentence).map((word) => ({
    ...word,
    terms: analyse(word.text),
    vector: vectorOf(word.text),
  }));
  return units.flatMap((unit, position): UnitPlace[] => {
    if (/\p{Script=Han}/u.test(unit.text)) {
      const pairs = placesOfPairs(unit.text, sentence);
      if (pairs.length > 0) return pairs.map((place) => ({ ...place, unit: position }));
    }
    const vector = unitVectors[position];
    return words.flatMap(({ start, end, terms, vector: wordVector }): UnitPlace[] => {
      const isSame = terms.some((term) => unit.terms.includes(term));
      const cosine = vector && wordVector ? cosineOfUnitVectors(vector, wordVector) : 0;
      const match = isSame ? 1 : (cosine - chanceCosine) / (1 - chanceCosine);
      return match >= leastMatch ? [{ start, end, unit: position, match, isPart: false }] : [];
    });
  });
}

function placesOfPairs(unit: string, sentence: string): Omit<UnitPlace, 'unit'>[] {
  const pieces =
    unit.length < 2 ? [unit] : Array.from({ length: unit.length - 1 }, (_, i) => unit.slice(i, i + 2));
  return pieces.flatMap((piece) => {
    const places = [];
    for (let at = sentence.indexOf(piece); at >= 0; at = sentence.indexOf(piece, at + 1)) {
      places.push({ start: at, end: at + piece.length, match: 1 / pieces.length, isPart: true });
    }
    return places;
  });
}
