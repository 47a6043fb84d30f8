import { questionTerms } from '../search/question-terms';

/** The share of the smaller question's terms from which two ask nearly the same. */
const nearlySame = 0.75;

/** Whether two questions ask nearly the same, by their terms without the words that only make them questions. */
export function askAlike(a: string, b: string, analyse: (text: string) => string[]): boolean {
  const ofA = new Set(questionTerms(a, analyse));
  const ofB = new Set(questionTerms(b, analyse));
  if (ofA.size === 0 || ofB.size === 0) return a.trim().toLowerCase() === b.trim().toLowerCase();
  const shared = [...ofA].filter((term) => ofB.has(term)).length;
  return shared / Math.min(ofA.size, ofB.size) >= nearlySame;
}
