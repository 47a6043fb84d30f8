import { startsItem } from '../sentences/line-ends';
import type { SentenceCandidate } from './sentence-candidates';

/** Whether a text ends in a colon, so that what it speaks of is still to come. */
export function introduces(text: string): boolean {
  return /[:：]["”’」』）)*_]*$/.test(text);
}

/** "Here is what ducks eat:" says nothing by itself; with a clause of its own before, it may. */
export function isIntroductionOnly(text: string): boolean {
  return introduces(text) && !/[,，;；:：](?=.)/u.test(text);
}

const mostIntroduced = 8;

/**
 * What a sentence that ends in a colon introduces, in order: the rows of the table that follows, the lines of the list,
 * or one sentence of the paragraph. `after` gives the sentence behind one in the same passage.
 */
export function introducedBy<Sentence extends SentenceCandidate>(
  sentence: Sentence,
  after: (sentence: Sentence) => Sentence | undefined,
): Sentence[] {
  const first = introduces(sentence.text) && !sentence.columns ? after(sentence) : undefined;
  if (!first) return [];
  const taken = [first];
  for (let last = first; taken.length < mostIntroduced;) {
    const next = after(last);
    if (!next || !goesOn(last, next)) break;
    taken.push(next);
    last = next;
  }
  return taken;
}

function goesOn(last: SentenceCandidate, next: SentenceCandidate): boolean {
  const { passage } = last;
  const between = passage.text.slice(last.end - passage.start, next.start - passage.start);
  if ((last.columns === undefined) !== (next.columns === undefined)) return false;
  if (/\n\s*\n/.test(between)) return startsItem(last.text) && startsItem(next.text);
  return between.includes('\n');
}
