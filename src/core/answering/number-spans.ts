import { overlap, spansOf, type AnswerSpan } from './answer-span';
import { timeSpans } from './time-spans';
import { isWhole } from './whole-span';

const numberWord =
  '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen|half|quarter|twice)';
const scale = '(?:hundred|thousand|million|billion|trillion)';
export const lengths =
  'kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?';
export const durations = 'years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centuries';
export const currencies =
  'dollars?|euros?|pounds?|cents?|yen|yuan|francs?|rupees?|roubles?|EUR|USD|GBP|CNY|RMB|CHF|JPY';
const englishUnit = `(?:%|per\\s?cent|percent(?:age points?)?|°\\s?[CF]|℃|(?:square |cubic )?(?:${lengths})|acres?|hectares?|km2?|[cm]?m|mi|kg|(?:kilo|milli)?grams?|(?:milli)?lit(?:er|re)s?|lbs?|pounds?|tons?|tonnes?|${durations}|${currencies}|bars?|psi|[kMh]?Pa|volts?|(?:kilo|mega|milli)?watts?|[kMG]?Wh|[kMG]?Hz|rpm|[kMGT]B|degrees(?:\\s+(?:Celsius|Fahrenheit))?|horsepower|calories|kcal)(?![\\p{Script=Latin}])`;

const hanDigit = '[〇零一二三四五六七八九十百千万萬亿億两兩半]';
export const hanUnit =
  '(?:平方公里|平方千米|平方公尺|平方英里|平方米|立方米|公里|千米|公尺|厘米|公分|毫米|公斤|千克|英里|英尺|英亩|公顷|公頃|小[时時]|分[钟鐘]|秒[钟鐘]?|星期|个月|個月|世[纪紀]|美元|欧元|歐元|英镑|英鎊|日元|人民[币幣]|港元|[个個次人名位年天日周週岁歲歳届屆所座家条條种種部首场場米道里元层層章集卷只隻艘支枚张張本册冊项項门門间間分度倍吨噸克度篇句字户戶口任代国國省市县縣区區期组組架辆輛站处處颗顆匹头頭台臺件套队隊回番码碼点點亩畝号號成级級线線胎胞份封幅笔筆把朵粒])';
const plainNumber = '\\d+(?:,\\d{3})*(?:\\.\\d+)?';

/** From the longest form to the shortest. */
const numbers = new RegExp(
  [
    `(?:百分之|千分之)(?:[\\d.]+|${hanDigit}+)`,
    `${hanDigit}+分之${hanDigit}+`,
    `(?:(?:US|NT|HK|A)?[$£€¥￥]|\\b(?:EUR|USD|GBP|CNY|RMB|CHF)\\b)\\s?${plainNumber}(?:\\s*${scale}\\b|\\s*[万萬亿億]+)?`,
    `(?<![\\p{Script=Latin}\\d.])(?:(?:\\d+|${hanDigit}+)\\s*(?:年|个月|個月|天|日|小[时時]|分[钟鐘]?|秒[钟鐘]?)半?\\s*){2,}`,
    `(?<![\\p{Script=Latin}\\d.])(?:\\d+\\s+(?:${durations})(?:,?\\s+(?:and\\s+)?|$)){2,}`,
    `(?<![\\p{Script=Latin}\\d.])${plainNumber}(?:\\s*[-–~至到]\\s*${plainNumber})?\\s*[百千万萬亿億]*\\s*[多余餘]?\\s*(?:%|${hanUnit})`,
    `(?<![\\p{Script=Latin}\\d.])${plainNumber}(?:\\s*(?:[-–~]|to)\\s*${plainNumber})?(?:\\s*${scale}\\b)?(?:[-\\s]*${englishUnit})?(?:\\s*[百千万萬亿億]+)?(?!\\d|(?:st|nd|rd|th)\\b|-\\p{L})`,
    `\\b${numberWord}(?:[-\\s](?:and\\s)?${numberWord})*\\b(?:[-\\s]${englishUnit})?`,
    `(?<![第〇零一二三四五六七八九十百千万萬亿億两兩半])[数數]?${hanDigit}+[多余餘]?\\s*${hanUnit}`,
  ].join('|'),
  'giu',
);

/** Numbers with the unit that follows them, where they are no part of a date, a code or a longer number. */
export function numberSpans(sentence: string): AnswerSpan[] {
  const dates = timeSpans(sentence).filter(({ text }) => /\d{4}|\p{Lu}|年.*月|[日世朝]/u.test(text));
  return spansOf(numbers, sentence).filter(
    (span) => isWhole(span, sentence) && !dates.some((date) => overlap(span, date)),
  );
}
