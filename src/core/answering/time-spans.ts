import { partsOf, spansOf, type AnswerSpan } from './answer-span';
import { isWhole } from './whole-span';

const month = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const day = '\\d{1,2}(?:st|nd|rd|th)?';
const year = '(?:1\\d{3}|20\\d{2})';
const era = '(?:\\s*(?:BCE?|CE|AD))';
const ordinal =
  '(?:\\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth)';

const englishTimes = [
  `\\b${day}\\s+(?:of\\s+)?${month}(?:,?\\s+${year}\\b)?`,
  `\\b${month}(?:\\s+${day}\\b(?:\\s*[-–]\\s*${day}\\b)?)?(?:,?\\s+(?:of\\s+)?${year}\\b)?`,
  `\\b(?:(?:early|mid|late)[-\\s])?(?:the\\s+)?${ordinal}(?:\\s*(?:[-–]|and|to)\\s*(?:the\\s+)?${ordinal})?[-\\s](?:century|centuries)\\b${era}?`,
  `\\b(?:AD\\s*)?\\d{1,4}${era}\\b`,
  `(?<![\\d,.$£€])${year}s?(?:\\s*[-–/]\\s*(?:${year}|\\d{2}))?(?![\\d,]\\d|%|\\s*[年\\d個个名位人元米公家座部吨噸平])`,
  '\\b(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\\b',
  '\\b\\d{1,2}:\\d{2}(?:\\s*[AaPp]\\.?[Mm]\\b\\.?)?',
  '\\b\\d{1,2}\\s*[AaPp](?:\\.[Mm]\\.|[Mm]\\b)',
];

const digit = '[0-9〇零一二三四五六七八九十]';
const dayOfMonth = `${digit}{1,3}\\s*[日号號]`;
const monthOfYear = `${digit}{1,3}\\s*月(?:\\s*${dayOfMonth}|份)?`;
/** An era's name stands before its year: 貞觀三年. Without one, a short number of years is how long it took. */
const reign = '(?:公元前?|西元前?|前|民[国國]|[^\\P{Script=Han}年於于在至到從从自由了曾後后约約]{2})';
const yearOfReign = `${reign}\\s*(?:${digit}{1,3}|元)\\s*年`;
const longYear = `(?:公元前?|西元前?|前)?\\s*${digit}{3,4}\\s*年`;
const dynasty = '(?:[西东東南北前后後])?[夏商周秦汉漢魏晋晉隋唐宋辽遼金元明清梁陈陳齐齊]';

const chineseTimes = [
  `(?:${longYear}|${yearOfReign})(?:代|\\s*${monthOfYear}|[初末底春夏秋冬])?(?![级級间間多余餘])(?:\\s*[（(]\\d{3,4}\\s*年[）)])?`,
  `${digit}{1,2}\\s*[-–~至]\\s*${digit}{1,2}\\s*月|${monthOfYear}`,
  `(?:公元前|西元前|前)?\\s*${digit}{1,3}\\s*世[纪紀](?:\\s*${digit}{1,3}\\s*年代)?(?:[初末]期?|中[叶葉期]|[后後早晚]期)?`,
  `${digit}{2,4}\\s*年代`,
  `(?:上午|下午|早上|早晨|晚上|中午|凌晨|傍晚)\\s*(?:${digit}{1,3}\\s*[点點时時](?:\\s*${digit}{1,3}\\s*分|半|整)?|\\d{1,2}[:：]\\d{2})`,
  `${digit}{1,3}\\s*[点點](?:\\s*${digit}{1,3}\\s*分|半|[钟鐘]|整)`,
  `${dynasty}朝(?:[时時][期代]|初年?|末年?|中[叶葉期])?`,
];

/** From the longest form to the shortest, so that what is found says most. */
const times = new RegExp([...englishTimes, ...chineseTimes].join('|'), 'gu');

/** Dates and times as they are written: "March 3, 1815", "the 19th century", 1966年, 清朝時期. */
export function timeSpans(sentence: string): AnswerSpan[] {
  return spansOf(times, sentence).filter((span) => isWhole(span, sentence));
}

/** The times of a sentence, cut to what the question asks for: of a date its year, where a year is asked for. */
export function timesAskedFor(question: string, sentence: string): AnswerSpan[] {
  const spans = timeSpans(sentence);
  if (/\b(?:what|which) years?\b/i.test(question)) return partsOf(spans, anEnglishYear);
  if (/哪一?年|[几幾]年|年份|何年/.test(question)) return partsOf(spans, aChineseYear);
  if (/\bwhat time\b|[几幾][点點]/i.test(question)) return spans.filter(({ text }) => aClockTime.test(text));
  if (/\bcentury\b|世[纪紀]/i.test(question)) return partsOf(spans, /.*(?:centur|世[纪紀]).*/u);
  return spans;
}

const aClockTime = /\d[:：]\d|\d\s*[ap]\.?m|[点點时時]/i;
const anEnglishYear = /(?:1\d{3}|20\d{2}|\d{1,4}\s*(?:BCE?|AD))(?!s)/;
const aChineseYear = /^.*?年(?!代)(?:\s*[（(]\d{3,4}\s*年[）)])?|^\d{4}$/;
