import type { AnswerCandidate } from './answer-candidates';
import type { AnswerSpan } from './answer-span';
import { isLabelNumber } from './label-number';
import { nounAfter } from './numbers-asked-for';
import { countedNounsOf } from './question-head';

/**
 * Whether a number or time can stand for what is asked for: a year where a time is, the number right beside the noun that
 * is counted, and neither the number of a label nor both ends of a change. Spans of other kinds have no such role.
 */
export function fitsRole(question: string, candidate: AnswerCandidate, sentence: string): boolean {
  if (candidate.source === 'time') {
    if (bareYear.test(candidate.text) && !isYearAt(candidate, sentence)) return false;
    return !isOtherEnd(question, candidate, sentence);
  }
  if (candidate.source !== 'number') return true;
  if (isLabelNumber(candidate, sentence) || isChange(candidate, sentence)) return false;
  return isCounted(question, candidate, sentence);
}

const bareYear = /^\d{4}$/;
const marksYear =
  /(?:\b(?:in|since|until|till|by|during|before|after|circa|early|late|mid|years?|spring|summer|autumn|fall|winter|January|February|March|April|May|June|July|August|September|October|November|December|between)|[(（–-]|[在于於自从從]|\d{1,2}(?:st|nd|rd|th)?,?)\s*$/iu;
const mayMarkYear =
  /(?:^|[,，。、:：;；/“"]|\b(?:the|its|his|her|their|a|of|from|to|and|or|on|at|for|about|around))\s*$/iu;
/** "Spain and Portugal 1985, Austria …", "the Schools Act of 1996". */
const standsBehindName = /\p{Lu}\p{L}+\s*$/u;
const isOfName = /\p{Lu}\p{L}+\s+of\s*$/u;
/** "1132 silver crowns", "1132 crowns". */
const countsThings = /^\s+(?:\p{Ll}+\s+)?\p{Ll}+(?<![sui])s\b/u;
const goesOnInHan = /^\s*(?![至到和与與及或])\p{Script=Han}/u;

/** Whether four digits by themselves are a year there, and count nothing. */
export function isYearAt({ start, end }: Pick<AnswerSpan, 'start' | 'end'>, sentence: string): boolean {
  const before = sentence.slice(0, start);
  const after = sentence.slice(end);
  if (/^\s*年/u.test(after) || marksYear.test(before) || isOfName.test(before)) return true;
  if (goesOnInHan.test(after)) return false;
  if (standsBehindName.test(before) && /^\s*(?:[,;.)]|$)/.test(after)) return true;
  return mayMarkYear.test(before) && !countsThings.test(after);
}

const asksForEnd =
  /\bends?\b|\bended\b|\bexpires?\b|\buntil (?:when|what|which)\b|[结結]束|截止|到期|[为為]止|[终終]止|到(?:哪|何|什[么麼]|几|幾)/iu;
const asksForStart =
  /\b(?:begins?|began|starts?|started)\b|\bfrom (?:when|what|which)\b|[开開]始|起始|生效|[从從自](?:哪|何|什[么麼]|几|幾)/iu;

const endOfStretch = /(?:[自从從]|\bfrom\b|\d).*(?:[至到]|\b(?:to|until|till))\s*$/iu;

/** "From 2024 to 2026": the beginning of a stretch where its end is asked for, or its end for its beginning. */
function isOtherEnd(question: string, { start }: AnswerSpan, sentence: string): boolean {
  const before = sentence.slice(0, start);
  if (asksForEnd.test(question)) return /(?:[自从從]|\bfrom)\s*$/iu.test(before);
  return asksForStart.test(question) && endOfStretch.test(before);
}

/** "Rose from 2 to 3 euros": two amounts of different times. */
function isChange({ start, text }: AnswerSpan, sentence: string): boolean {
  if (!/\d\s*(?:to|[-–~至到])\s*\d/u.test(text)) return false;
  return /(?:\b(?:rises?|rose|risen|falls?|fell|fallen|grows?|grew|grown|went|goes|increas\w+|decreas\w+|rais\w+|drop\w*|chang\w+|cut|lower\w*|reduc\w+|mov\w+|climb\w*|jump\w*)\s+from|[从從由])\s*$/iu.test(
    sentence.slice(0, start),
  );
}

function isCounted(question: string, candidate: AnswerSpan, sentence: string): boolean {
  if (!/\bhow many\b/i.test(question)) return true;
  return countedNounsOf(question).some((noun) => {
    const isInIt = candidate.text.toLowerCase().includes(` ${noun.toLowerCase().slice(0, 4)}`);
    return isInIt || nounAfter(candidate, noun, sentence) !== undefined;
  });
}
