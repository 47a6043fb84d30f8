import type { Passage } from '../passage';
import { splitSentences } from '../sentences';

/** A sentence of a passage; offsets are the document's. */
export interface SentenceCandidate {
  readonly passage: Passage;
  /** Position of the passage among the retrieved, from 0. */
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A sentence may be cited only up to this length; longer ones are tables or text without stops. */
const longestCharacters = 600;
const shortestCharacters = 6;

export function sentencesOf(passages: readonly Passage[]): SentenceCandidate[] {
  return passages.flatMap((passage, rank) =>
    splitSentences(passage.text)
      .filter(({ start, end }) => end - start >= shortestCharacters && end - start <= longestCharacters)
      .map(({ start, end }) => ({
        passage,
        rank,
        start: passage.start + start,
        end: passage.start + end,
        text: passage.text.slice(start, end),
      })),
  );
}

/** What a question asks for, where its words tell. */
export type AnswerKind = 'time' | 'number' | 'person' | 'place' | 'other';

export function answerKindOf(question: string): AnswerKind {
  if (
    /\bwhen\b|\bwhat (year|date|day|month|century)\b|哪(一)?年|何时|什么时候|哪(一)?天|几月|年份|日期/i.test(
      question,
    )
  ) {
    return 'time';
  }
  if (
    /\bhow (many|much|long|old|far|tall|high|large|big|often)\b|\bwhat (percentage|number)\b|多少|几(个|次|人|位|名|座|条|年|种)|多(长|高|大|远|久)/i.test(
      question,
    )
  ) {
    return 'number';
  }
  if (/\bwho(m|se)?\b|谁|哪(一)?位|何人/i.test(question)) return 'person';
  if (
    /\bwhere\b|\bwhat (country|city|place|state)\b|哪里|何处|什么地方|在哪|哪(个|座)(国家|城市|省)/i.test(
      question,
    )
  ) {
    return 'place';
  }
  return 'other';
}

/** Whether a sentence holds something of the kind that is asked for. */
export function offersKind(sentence: string, kind: AnswerKind): boolean {
  switch (kind) {
    case 'time':
      return /\b1\d{3}\b|\b20\d{2}\b|\d+\s*(年|月|日|世纪)|\b(January|February|March|April|May|June|July|August|September|October|November|December|century|BCE?|AD)\b|[一二三四五六七八九十]+(年|月|世纪)|朝|时期/.test(
        sentence,
      );
    case 'number':
      return /\d|[一二三四五六七八九十百千万亿两]{1,}[^\s]|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|half)\b/i.test(
        sentence,
      );
    case 'person':
      // A capitalised name inside the sentence; Chinese names have no mark of their own.
      return /\p{Script=Han}/u.test(sentence) || /(?<=\S\s)\p{Lu}\p{Ll}+/u.test(sentence);
    case 'place':
      return /\p{Script=Han}/u.test(sentence) || /\b(in|at|near|from|to)\s+(the\s+)?\p{Lu}/u.test(sentence);
    case 'other':
      return true;
  }
}

export interface SentenceEvidence {
  /** Cosine of question and sentence. */
  readonly cosine: number;
  /** Share of the question's IDF weight that occurs in the sentence, 0 to 1. */
  readonly coverage: number;
  /** The passage's score over the best passage's, 0 to 1. */
  readonly passageShare: number;
  readonly offersKind: boolean;
}

/** How well a sentence answers; weights chosen on CMRC 2018 and XQuAD by which sentences hold the answer. */
export function sentenceScore({
  cosine,
  coverage,
  passageShare,
  offersKind: offers,
}: SentenceEvidence): number {
  return coverage + 0.6 * cosine + 0.6 * passageShare + (offers ? 0.15 : 0);
}
