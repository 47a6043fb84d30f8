import { namesIn } from '../../../../src/core/follow-up/english-names';
import type { RetrievalSet } from '../search/collection';

export interface FollowUpPair {
  readonly before: string;
  /** The second question, with what both name replaced by a pronoun. */
  readonly asks: string;
  readonly passageId: string;
}

type Shorten = (before: string, question: string) => string | undefined;

/** Pairs of questions about the same passage, where the second can be asked as people do once the first is asked. */
export function followUpPairs({ queries, qrels }: RetrievalSet, shorten: Shorten): FollowUpPair[] {
  const pairs: FollowUpPair[] = [];
  const latest = new Map<string, string>();
  for (const { id, text } of queries) {
    const [passageId] = qrels.get(id)?.keys() ?? [];
    if (passageId === undefined) continue;
    const before = latest.get(passageId);
    latest.set(passageId, text);
    const asks = before === undefined ? undefined : shorten(before, text);
    if (before !== undefined && asks !== undefined) pairs.push({ before, asks, passageId });
  }
  return pairs;
}

/** A name that both questions hold becomes "it", or "its" where it owns something. */
export function shortenEnglish(before: string, question: string): string | undefined {
  const said = new Set(namesIn(before).map(({ text }) => text));
  const shared = namesIn(question).find(({ text }) => said.has(text));
  if (!shared) return undefined;
  const owns = /^['’]s?/.exec(question.slice(shared.end))?.[0];
  const article = /\b(?:the|a|an)\s+$/i.exec(question.slice(0, shared.start))?.[0].length ?? 0;
  const pronoun = owns === undefined ? 'it' : 'its';
  return (
    question.slice(0, shared.start - article) + pronoun + question.slice(shared.end + (owns?.length ?? 0))
  );
}

/** The longest stretch of Han characters that both begin with, or that the second begins with, becomes 它. */
export function shortenChinese(before: string, question: string): string | undefined {
  for (let length = Math.min(12, question.length); length >= 2; length -= 1) {
    const opening = question.slice(0, length);
    if (/^\p{Script=Han}+$/u.test(opening) && !asks.test(opening) && before.includes(opening)) {
      return `它${question.slice(length)}`;
    }
  }
  return undefined;
}

const asks = /[谁哪几何]|什么|怎么|怎样|多少|如何|的$|是$|在$/u;
