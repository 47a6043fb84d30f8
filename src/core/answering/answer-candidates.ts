import type { AnswerKind } from './answer-kind';
import type { AnswerSpan } from './answer-span';
import { hanNameSpans } from './han-names';
import { codeAskedFor, codeSpans, type CodeKind } from './code-spans';
import { canNamePerson, joinListed, nameSpans, titleSpans } from './name-spans';
import { asksForAmount, numbersAskedFor } from './numbers-asked-for';
import { gapSpans, type GapSpan } from './question-gap';
import { headNounOf, isOfKind } from './question-head';
import { timesAskedFor } from './time-spans';
import { isWhole } from './whole-span';

/** A span that could be the answer, with what speaks for it besides its place. */
export interface AnswerCandidate extends AnswerSpan {
  /** 0 to about 1. */
  readonly cue: number;
  /** How it was found: each way is right to its own degree. */
  readonly source: CandidateSource;
}

export type CandidateSource = 'time' | 'number' | 'code' | 'person' | 'place' | 'thing' | 'gap' | 'open-gap';

/** Spans of the kind that the question asks for, without those that repeat the question. */
export function answerCandidates(question: string, kind: AnswerKind, sentence: string): AnswerCandidate[] {
  if (asksForReasons.test(question)) return [];
  const code = codeAskedFor(question);
  if (code !== undefined) {
    return codesAskedFor(code, sentence).filter(({ text }) => !question.includes(text));
  }
  if (kind === 'other' && asksForAmount(question)) return answerCandidates(question, 'number', sentence);
  const head = kind === 'person' ? undefined : headNounOf(question);
  const gaps = /\p{Script=Han}/u.test(question) ? gapSpans(question, sentence) : [];
  const found = candidatesOfKind(question, kind, sentence).map((candidate) => ({
    ...candidate,
    cue: candidate.cue + Math.max(0, ...gaps.filter((gap) => sharesEnd(gap, candidate)).map(cueOfGap)),
  }));
  const isTyped = kind === 'time' || kind === 'number';
  const fillers = isTyped ? [] : gaps.map(candidateOfGap);
  // A star would end the bold type that a short answer is shown in; a tab parts the cells of a row.
  return [...found, ...fillers].filter(
    (span) => !/[\t\n*]/.test(span.text) && isWhole(span, sentence) && !isAsked(span.text, question, head),
  );
}

const asksForReasons =
  /为什|為什|为何|為何|怎|如何|什[么麼甚]样|^\s*(?:why|how(?! (?:many|much|long|old|far|tall|high|large|big|often|fast|deep|wide|heavy)))\b/i;

function candidatesOfKind(question: string, kind: AnswerKind, sentence: string): AnswerCandidate[] {
  switch (kind) {
    case 'time':
      return timesAskedFor(question, sentence).map((span) => ({ ...span, cue: 0, source: 'time' }));
    case 'number':
      return amounts(question, sentence);
    case 'person':
      return people(question, sentence);
    case 'place':
      return places(question, sentence);
    case 'other':
      return things(question, sentence);
  }
}

const codeLabel = /(?:\b(?:numbers?|no\.?|codes?|id|is|at|on|call|dial|under)|[:：#是为])\s*$/i;

function codesAskedFor(code: CodeKind, sentence: string): AnswerCandidate[] {
  return codeSpans(sentence, code).map((span) => {
    const isLabelled = codeLabel.test(sentence.slice(0, span.start));
    return { ...span, cue: isLabelled ? 0.5 : 0, source: 'code' };
  });
}

/** "12 brushes" is what "how many brushes" asks for, wherever the rest of the question stands. */
function amounts(question: string, sentence: string): AnswerCandidate[] {
  const counted = headNounOf(question);
  return numbersAskedFor(question, sentence).map((span) => {
    const isCounted = counted !== undefined && isOfKind(span, counted, sentence);
    return { ...span, cue: isCounted ? 0.3 : 0, source: 'number' };
  });
}

function people(question: string, sentence: string): AnswerCandidate[] {
  const latin = namesAskedFor(question, sentence)
    .filter(canNamePerson)
    .map((span): AnswerCandidate => {
      const isAgent = /\bby\s+(?:the\s+)?$/i.test(sentence.slice(0, span.start));
      return { ...span, cue: (isAgent ? 0.15 : 0) + (/\s/.test(span.text) ? 0.05 : 0), source: 'person' };
    });
  const han = hanNameSpans(sentence).map((span): AnswerCandidate => {
    const cue = /[·‧•・．-]/.test(span.text) ? 0.3 : 0;
    return { ...span, cue, source: 'person' };
  });
  return [...latin, ...han].map((candidate) =>
    isSaidToBe(candidate, question, sentence)
      ? { ...candidate, cue: candidate.cue + saidToBeCue }
      : candidate,
  );
}

const saidToBeCue = 0.6;

/** "The fire warden is Tomas Ribeiro", 主持人：陈雨桐: right behind what the question asks for, and a word that says it is. */
function isSaidToBe({ start }: AnswerSpan, question: string, sentence: string): boolean {
  const before =
    /(\p{Script=Han}{2}|[\p{Script=Latin}-]{3,})(?:\s+(?:is|was|are|were)\s+(?:called\s+)?|\s*[:：]\s*|[是为為])$/u.exec(
      sentence.slice(0, start),
    )?.[1];
  return before !== undefined && question.toLowerCase().includes(before.toLowerCase());
}

function places(question: string, sentence: string): AnswerCandidate[] {
  const head = headNounOf(question);
  return midSentence(namesAskedFor(question, sentence)).flatMap((span): AnswerCandidate[] => {
    const isPlaced = /\b(?:in|at|from|near|to)\s+(?:the\s+)?$/i.test(sentence.slice(0, span.start));
    const isFit = head !== undefined && isOfKind(span, head, sentence);
    return isPlaced || isFit ? [{ ...span, cue: isPlaced ? 0.15 : 0.3, source: 'place' }] : [];
  });
}

const titledThing =
  /^(?:book|song|album|novel|film|movie|poem|work|paper|show|play|title|name|word|term|phrase|nickname|[书書歌诗詩]|作品|专辑|專輯|小说|小說|电影|電影|著作)/;

/** Only names that are of the kind which the question names: a sentence holds too many things. */
function things(question: string, sentence: string): AnswerCandidate[] {
  const head = headNounOf(question);
  if (head === undefined) return [];
  const named = midSentence(namesAskedFor(question, sentence)).filter((span) =>
    isOfKind(span, head, sentence),
  );
  const titled = titledThing.test(head) ? titleSpans(sentence) : [];
  return [...named, ...titled].map((span) => ({ ...span, cue: 0.3, source: 'thing' }));
}

/** A single word that begins a sentence has its capital from there, and need not be a name. */
function midSentence(spans: readonly AnswerSpan[]): AnswerSpan[] {
  return spans.filter(({ start, text }) => start > 0 || /\s/.test(text));
}

const asksForSeveral =
  /\b(?:two|three|both|names|countries|cities|companies|people|teams|who (?:are|were))\b/i;

function namesAskedFor(question: string, sentence: string): AnswerSpan[] {
  const spans = nameSpans(sentence);
  return asksForSeveral.test(question) ? joinListed(sentence, spans) : spans;
}

function sharesEnd(a: AnswerSpan, b: AnswerSpan): boolean {
  return a.start === b.start || a.end === b.end;
}

function cueOfGap({ sides, anchored }: GapSpan): number {
  return (sides === 2 ? 0.6 : 0.2) + 0.05 * Math.min(8, anchored);
}

function candidateOfGap(gap: GapSpan): AnswerCandidate {
  const { start, end, text } = gap;
  return { start, end, text, cue: cueOfGap(gap), source: gap.sides === 2 ? 'gap' : 'open-gap' };
}

const word = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** What the question says itself is no answer to it, nor what is mostly made of its words; the kind it asks for may be named. */
function isAsked(text: string, question: string, head: string | undefined): boolean {
  const asked = question.toLowerCase();
  if (asked.includes(text.toLowerCase())) return true;
  const askedWords = new Set(asked.replace(head ?? '', '').match(word));
  const words = text.toLowerCase().match(word) ?? [];
  const repeated = words.filter((one) => askedWords.has(one)).length;
  return repeated > words.length * (/\p{Script=Han}/u.test(text) ? 0.67 : 0.49);
}
