import type { AnswerSpan } from './answer-span';

const english =
  /\b(?:what|which|how many)\s+((?:\p{L}[\p{L}'’-]*\s+){0,3}?\p{L}[\p{L}'’-]*)(?=\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|would|will|in|of|on|to|for|that|who|[a-z]+ed)\b)/iu;
const namesOf = /\bnames? of (?:the |an? )?(?:\p{L}+\s+)?(\p{L}+)/iu;
const chinese =
  /(?:哪一?[个個位座条條种種家部所项項支名款类類场場次间間本首]?|[什甚][么麼])(\p{Script=Han}{1,4}?)(?=[在的是被由將将會会曾於于为為有可以能，？?]|$)/u;

/** Verbs, and nouns of which nothing has the name. */
const noHead = /^(?:is|are|was|were|do|does|did|has|have|can|types?|kinds?|sorts?|名字|名|的)$/;

/** The noun behind "what", "which", "how many", 哪个 or 什么, of whose kind the answer is: "which river", 哪個民族. */
export function headNounOf(question: string): string | undefined {
  const phrase = english.exec(question)?.[1]?.split(/\s+/).at(-1) ?? namesOf.exec(question)?.[1];
  const head = phrase?.toLowerCase() ?? chinese.exec(question)?.[1];
  return head === undefined || noHead.test(head) ? undefined : head;
}

const countedFirst = /\bhow many\s+(\p{L}+s|people|men|women|children|feet|staff)\b/iu;

/** What "how many" counts: its head noun, and the plural that stands first, for "how many people live in". */
export function countedNounsOf(question: string): string[] {
  const nouns = [headNounOf(question), countedFirst.exec(question)?.[1]];
  const persons = nouns.includes('people') ? ['persons', 'inhabitants', 'residents'] : [];
  return [...new Set([...nouns.filter((noun) => noun !== undefined), ...persons])];
}

/** Whether a span says itself, or the words beside it say, that it is of the head noun's kind. */
export function isOfKind(span: AnswerSpan, head: string, sentence: string): boolean {
  if (/\p{Script=Han}/u.test(head)) return span.text.length > 1 && span.text.endsWith(head.slice(-1));
  const stem = head.replace(/(?:ies|es|s|y)$/, '');
  const words = span.text.toLowerCase().split(/[^\p{L}]+/u);
  if (words.some((word) => word.startsWith(stem))) return true;
  const before = new RegExp(
    `\\b${stem}\\p{L}{0,3},?\\s+(?:of\\s+|called\\s+|named\\s+)?(?:the\\s+)?["“]?$`,
    'u',
  );
  const after = new RegExp(`^["”]?\\s+${stem}`, 'u');
  return (
    before.test(sentence.slice(0, span.start).toLowerCase()) ||
    after.test(sentence.slice(span.end).toLowerCase())
  );
}
