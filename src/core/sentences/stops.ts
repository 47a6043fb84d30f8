import { startsUnspaced } from '../cjk';
import { isAbbreviated, isEnumerator, startsLikeSentence } from './full-stop';

export interface Stop {
  /** Where reading goes on: after the stop with its closing quotes, or one character on when there is none. */
  readonly next: number;
  readonly endsSentence: boolean;
}

const stops = new Set('。 ｡ ！ ？ ! ? … . ．'.split(' '));
const closers = new Set('” ’ " \' 」 』 ） ) ] 】 》 〉'.split(' '));
/** After these a quotation or bracket is only part of a longer sentence. */
const continuations = new Set('， , 、 ； ; ： : . 。 ) ） ]'.split(' '));

/** Looks at the character at `at`; when a stop begins there, tells how far it reaches and whether it ends a sentence. */
export function endOfStop(text: string, at: number, sentenceStart: number): Stop {
  if (!stops.has(text.charAt(at))) return { next: at + 1, endsSentence: false };
  let afterStop = at + 1;
  while (stops.has(text.charAt(afterStop))) afterStop += 1;
  let next = afterStop;
  while (closers.has(text.charAt(next))) next += 1;
  next = afterNoteMarks(text, next);
  const run = text.slice(at, Math.min(afterStop, at + longestTellingRun));
  const closing = text.slice(afterStop, Math.min(next, afterStop + longestTellingRun));
  return { next, endsSentence: isEnd(text, { at, run, closing, next, sentenceStart }) };
}

/** What a run of stops is shows in its beginning; a row of a thousand dots is not read twice. */
const longestTellingRun = 8;

interface Run {
  readonly at: number;
  readonly run: string;
  readonly closing: string;
  readonly next: number;
  readonly sentenceStart: number;
}

function isEnd(text: string, { at, run, closing, next, sentenceStart }: Run): boolean {
  if (next >= text.length) return true;
  const following = text.charAt(next);
  if (continuations.has(following)) return false;
  if (/[》〉]/.test(closing) || isInsideTitle(text, at, sentenceStart)) return false;
  if (/[。｡！？]/.test(run)) return !(closing !== '' && following === '的');
  if (/[!?]/.test(run)) {
    return isSpace(following) ? startsLikeSentence(text, next) : isUnspacedOrOpening(text, next);
  }
  if (run.length > 1 || run === '…') return isSpace(following) && startsLikeSentence(text, next);
  if (run === '．') return !(/\p{Nd}/u.test(text.charAt(at - 1)) && /\p{Nd}/u.test(following));
  if (!isSpace(following)) {
    const isChinese = startsUnspaced(text.charAt(at - 1)) || closing !== '';
    return isChinese && isUnspacedOrOpening(text, next);
  }
  return (
    startsLikeSentence(text, next) && !isEnumerator(text, sentenceStart, at) && !isAbbreviated(text, at, next)
  );
}

const longestTitle = 40;

/** A stop inside the title of a work ends nothing: 《走吧！去看海》. */
function isInsideTitle(text: string, at: number, sentenceStart: number): boolean {
  const before = text.slice(Math.max(sentenceStart, at - longestTitle), at);
  if (before.lastIndexOf('《') <= before.lastIndexOf('》')) return false;
  return /^[^《\n]*》/.test(text.slice(at, at + longestTitle));
}

/** Reference marks stand behind the stop and belong to it: "the league.[12][13] Then". */
function afterNoteMarks(text: string, from: number): number {
  let end = from;
  for (;;) {
    noteMark.lastIndex = end;
    if (!noteMark.test(text)) return end;
    end = noteMark.lastIndex;
  }
}

const noteMark = /\[(?:\d{1,4}|[a-z]|note \d{1,3}|citation needed)\]/y;

function isUnspacedOrOpening(text: string, at: number): boolean {
  return /["“‘([]/.test(text.charAt(at)) || startsUnspaced(text.slice(at, at + 2));
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}
