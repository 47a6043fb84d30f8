import { overlap, spansOf, type AnswerSpan } from './answer-span';
import { timeSpans } from './time-spans';

const numberWord =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen|half|quarter|twice)';
const scale = '(?:hundred|thousand|million|billion|trillion)';
const lengths =
  'kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?';
const durations = 'years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries';
const englishUnit = `(?:%|per\\s?cent|percent(?:age points?)?|°\\s?[CF]|(?:square |cubic )?(?:${lengths})|acres?|hectares?|km2?|[cm]?m|mi|kg|(?:kilo|milli)?grams?|(?:milli)?lit(?:er|re)s?|lbs?|pounds?|tons?|tonnes?|${durations}|dollars?|euros?)(?![\\p{Script=Latin}])`;

const hanDigit = '[〇零一二三四五六七八九十百千万萬亿億两兩半]';
const hanUnit =
  '(?:平方公里|平方千米|平方公尺|平方英里|平方米|立方米|公里|千米|公尺|厘米|公分|毫米|公斤|千克|英里|英尺|英亩|公顷|公頃|小[时時]|分[钟鐘]|秒[钟鐘]?|星期|个月|個月|世[纪紀]|美元|欧元|歐元|英镑|英鎊|日元|人民[币幣]|港元|[个個次人名位年天日周週岁歲歳届屆所座家条條种種部首场場米道里元层層章集卷只隻艘支枚张張本册冊项項门門间間分度倍吨噸克度篇句字户戶口任代国國省市县縣区區期组組架辆輛站处處颗顆匹头頭台臺件套队隊回番码碼点點亩畝号號成级級线線胎胞])';
const plainNumber = '\\d+(?:,\\d{3})*(?:\\.\\d+)?';

/** From the longest form to the shortest. */
const numbers = new RegExp(
  [
    `(?:百分之|千分之)(?:[\\d.]+|${hanDigit}+)`,
    `${hanDigit}+分之${hanDigit}+`,
    `(?:US|NT|HK|A)?[$£€¥]\\s?${plainNumber}(?:\\s*${scale}\\b|\\s*[万萬亿億]+)?`,
    `(?<![\\p{Script=Latin}\\d.])${plainNumber}(?:\\s*[-–~至到]\\s*${plainNumber})?\\s*[百千万萬亿億]*\\s*[多余餘]?\\s*(?:%|${hanUnit})`,
    `(?<![\\p{Script=Latin}\\d.])${plainNumber}(?:\\s*(?:[-–~]|to)\\s*${plainNumber})?(?:\\s*${scale}\\b)?(?:[-\\s]*${englishUnit})?(?:\\s*[百千万萬亿億]+)?(?!\\d|(?:st|nd|rd|th)\\b|-\\p{L})`,
    `\\b${numberWord}(?:[-\\s](?:and\\s)?${numberWord})*\\b(?:[-\\s]${englishUnit})?`,
    `(?<![第〇零一二三四五六七八九十百千万萬亿億两兩半])[数數]?${hanDigit}+[多余餘]?\\s*${hanUnit}`,
  ].join('|'),
  'giu',
);

/** Numbers with the unit that follows them, where they are no part of a date. */
export function numberSpans(sentence: string): AnswerSpan[] {
  const dates = timeSpans(sentence).filter(({ text }) => /\d{4}|\p{Lu}|年.*月|[日世朝]/u.test(text));
  return spansOf(numbers, sentence).filter((span) => !dates.some((date) => overlap(span, date)));
}

const isUnit = new RegExp(`^${hanUnit}$`, 'u');

/** What a question measures, and the units that it is measured in; a number without a unit can be of any. */
const measures: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow old\b|年[龄齡纪紀]|[几幾][岁歲]|多大(?:年|岁|歲|$|[？?])/i, /^\D*\d+$|year|[岁歲歳]|^\p{L}+$/u],
  [
    /percent|proportion|百分|比例|比率|占.{0,8}多少/i,
    /%|per\s?cent|分之|half|third|quarter|[一二三四五六七八九]成|一半/i,
  ],
  [
    /\bhow long (?:ago|did|do|does|has|have|was|were|will)\b|多久|多[长長][时時][间間]|多少[时時][间間]/i,
    /year|month|week|day|hour|minute|second|decade|centur|[年月天日周週秒]|小[时時]|分[钟鐘]|星期|世[纪紀]/,
  ],
  [
    /\bhow (?:far|tall|high|deep|wide)\b|多[高远遠深宽寬]|多[长長](?![时時])|身高|高度|[全身][长長]|海拔|距[离離]/i,
    new RegExp(`${lengths}|\\bk?m\\b|\\bcm\\b|[米尺里]|公分|\\d[cmk]*m$`, 'u'),
  ],
  [/\bhow heavy\b|\bweigh|多重|体重|體重|重量/i, /kg|pounds?|lbs?|tons?|tonnes?|gram|公斤|[克吨噸斤]/],
  [/面[积積]/, /平方|公[顷頃]|[亩畝]|km2/],
];

/** The numbers of a sentence that can be what the question asks for, without the noun that "how many" names itself. */
export function numbersAskedFor(question: string, sentence: string): AnswerSpan[] {
  const spans = numberSpans(sentence);
  const units = measures.find(([asks]) => asks.test(question))?.[1];
  if (units) return spans.filter(({ text }) => units.test(text));
  const classifier = /[几幾](\p{Script=Han})|多少(\p{Script=Han})/u.exec(question);
  const counted = classifier?.[1] ?? classifier?.[2];
  if (counted !== undefined) {
    const same = spans.filter(({ text, end }) => `${text}${sentence.slice(end, end + 2)}`.includes(counted));
    if (same.length > 0 || isUnit.test(counted)) return same;
  }
  if (!/\bhow many\b/i.test(question)) return spans;
  return spans.filter(({ text }) => !/[$£€%]/.test(text)).map(withoutNoun);
}

function withoutNoun(span: AnswerSpan): AnswerSpan {
  const text = span.text.replace(
    new RegExp(`[-\\s]+(?:${durations}|${lengths}|tons?|acres?|pounds?|dollars?)$`, 'i'),
    '',
  );
  return { start: span.start, end: span.start + text.length, text };
}
