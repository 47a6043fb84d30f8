import type { AnswerSpan } from './answer-span';
import { currencies, durations, hanUnit, lengths, numberSpans } from './number-spans';
import { headNounOf } from './question-head';

const money =
  /[$£€¥￥]|\b(?:dollars?|euros?|pounds?|cents?|yen|yuan|francs?|rupees?|roubles?|EUR|USD|GBP|CNY|RMB|CHF|JPY)\b|[元块塊]$|英[镑鎊]|人民[币幣]|港[币幣]/i;
const asksForMoney =
  /\bhow much\b.*\b(?:costs?|pay|paid|charged?|earn|earned|spend|spent|sell|sold|worth|owe)\b|\b(?:what|how much) (?:is|are|was|were) (?:the|a|an|my|our|their) (?:[\p{L}-]+ ){0,3}(?:prices?|costs?|fees?|rent|salary|wages?|deposit|budget|fine|fare|premium|revenue|turnover|profit)\b|\b(?:what|which) (?:price|fee|salary|rent|budget)\b|多少[钱錢元]|[价價]格|[价價][钱錢]|售[价價]|票[价價]|租金|押金|[费費]用|[预預]算|工[资資]|薪水/iu;

/** What a question measures, and the units that it is measured in; a number without a unit can be of any. */
const measures: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow old\b|年[龄齡纪紀]|[几幾][岁歲]|多大(?:年|岁|歲|$|[？?])/i, /^\D*\d+$|year|[岁歲歳]/u],
  [
    /percent|proportion|百分|比例|比率|占.{0,8}多少/i,
    /%|per\s?cent|分之|half|third|quarter|[一二三四五六七八九]成|一半/i,
  ],
  [
    /\bhow long (?:ago|did|do|does|has|have|had|was|were|will|can|may|must)\b|\bhow much time\b|多久|多[长長][时時][间間]|多少[时時][间間]|保[质質]期|期限/i,
    /year|month|week|day|hour|minute|second|decade|centur|[年月天日周週秒]|小[时時]|分[钟鐘]|星期|世[纪紀]/,
  ],
  [
    /\bhow long (?:is|are)\b/i,
    new RegExp(
      `year|month|week|day|hour|minute|second|decade|centur|${lengths}|\\bk?m\\b|\\bcm\\b|\\d[cmk]*m$`,
      'u',
    ),
  ],
  [
    /\bhow (?:far|tall|high|deep|wide)\b|多[高远遠深宽寬]|多[长長](?![时時])|身高|高度|[全身][长長]|海拔|距[离離]/i,
    new RegExp(`${lengths}|\\bk?m\\b|\\bcm\\b|[米尺里]|公分|\\d[cmk]*m$`, 'u'),
  ],
  [/\bhow heavy\b|\bweigh|多重|体重|體重|重量/i, /kg|pounds?|lbs?|tons?|tonnes?|gram|公斤|[克吨噸斤]/],
  [/面[积積]/, /平方|公[顷頃]|[亩畝]|km2/],
  [/\bhow (?:hot|cold|warm)\b|\btemperature\b|[温溫]度|水[温溫]|[气氣][温溫]/i, /degree|°|℃|度|^\D*\d+$/],
];

const measured =
  'pressure|temperature|speed|voltage|power|capacity|frequency|weight|height|length|width|depth|distance|price|cost|fee|rent|salary|deposit|budget|revenue|turnover|profit|volume|dose|limit|maximum|minimum';
const asksForMeasure = new RegExp(
  `\\b(?:what|which) (?:[\\p{L}-]+ )?(?:${measured})\\b|\\b(?:what|how (?:much|high)) (?:is|are|was|were) the (?:[\\p{L}-]+ ){0,3}(?:${measured})\\b`,
  'iu',
);

/** Whether "what" asks for something that is measured: "at what pressure", "what is the price". */
export function asksForAmount(question: string): boolean {
  return asksForMeasure.test(question);
}

const isUnit = new RegExp(`^${hanUnit}$`, 'u');
const hasUnit = /\p{L}|[%°$£€¥￥]/u;

/** The numbers of a sentence that can be what the question asks for, with their unit, or with what is counted. */
export function numbersAskedFor(question: string, sentence: string): AnswerSpan[] {
  const spans = numberSpans(sentence);
  if (asksForMoney.test(question)) return spans.filter(({ text }) => money.test(text));
  const units = measures.find(([asks]) => asks.test(question))?.[1];
  if (units) return spans.filter(({ text }) => units.test(text));
  if (asksForAmount(question)) return spans.filter(({ text }) => /\d/.test(text) && hasUnit.test(text));
  if (/\bhow much (?:is|are|was|were|do|does|did)\b/i.test(question)) {
    const sums = spans.filter(({ text }) => money.test(text));
    return sums.length > 0 ? sums : spans.filter(({ text }) => /\d/.test(text) && hasUnit.test(text));
  }
  if (/\bhow many\b/i.test(question)) return countsIn(question, sentence, spans);
  return chineseCounts(question, sentence, spans);
}

/** Without its unit, which the question names itself; a number of another unit is none: 27 days are no employees. */
function countsIn(question: string, sentence: string, spans: readonly AnswerSpan[]): AnswerSpan[] {
  const counted = headNounOf(question);
  return spans.flatMap((span) => {
    if (/[$£€¥￥%°℃]/.test(span.text)) return [];
    const unit = /\d[\d,.]*[-\s]+((?:square |cubic )?\p{L}+)$/iu.exec(span.text)?.[1];
    const stem = counted === undefined ? '' : stemOf(counted);
    if (unit !== undefined && !isScale.test(unit)) {
      if (!sameSpelling(unit).includes(sameSpelling(stem))) return [];
      const text = span.text.slice(0, -unit.length).replace(/[-\s]+$/, '');
      return [{ start: span.start, end: span.start + text.length, text }];
    }
    // "Eurobird 1", "Table 5": a name's number counts nothing.
    const isInName = /[^\s.!?“"] \p{Lu}[\p{L}-]+ $/u.test(sentence.slice(0, span.start));
    if (isInName && /^\d+$/.test(span.text) && !(counted && nounAfter(span, counted, sentence))) return [];
    if (counted !== undefined && isEnglishUnit.test(counted) && !nounAfter(span, counted, sentence))
      return [];
    return [span];
  });
}

/** A number with the unit or noun behind it that the question counts: "27 days", "12 brushes". */
export function withCounted(question: string, sentence: string, span: AnswerSpan): AnswerSpan {
  const counted = /\bhow many\b/i.test(question) ? headNounOf(question) : undefined;
  const noun = counted === undefined ? undefined : nounAfter(span, counted, sentence);
  if (noun === undefined) return span;
  const end = span.end + noun.length;
  return { start: span.start, end, text: sentence.slice(span.start, end) };
}

/** The noun that is counted, right behind a number or one word further, with what stands between. */
export function nounAfter({ end }: AnswerSpan, counted: string, sentence: string): string | undefined {
  const bare = stemOf(counted);
  const stem = sameSpelling(bare) === bare ? bare : `${sameSpelling(bare)}(?:er|re)`;
  const after = new RegExp(
    `^[-\\s]+(?:(?!(?:and|or|of|to|in|on|at|by|for|than)\\b)[\\p{L}-]+\\s+)?${stem}\\p{L}{0,3}(?![\\p{L}\\p{N}-])`,
    'iu',
  );
  return after.exec(sentence.slice(end))?.[0];
}

const isEnglishUnit = new RegExp(`^(?:${lengths}|${durations})$`, 'i');

/** "Kilometre" and "kilometer". */
function sameSpelling(unit: string): string {
  return unit.toLowerCase().replace(/(met|lit)(?:er|re)/, '$1');
}

const isScale = /^(?:hundred|thousand|million|billion|trillion|dozen|to|and)$/i;

function stemOf(noun: string): string {
  return noun.toLowerCase().replace(/(?:ies|es|s|y)$/, '');
}

const uncounted =
  /[水电電油气氣土时時钱錢资資]|[量度额額价價费費率力]$|距[离離]|成本|收入|利[润潤]|面[积積]/u;
const noCount = new RegExp(
  `(?:[元%℃度年天日秒米里次克吨噸升]|小[时時]|分[钟鐘]|公斤|个月|個月|\\b(?:${durations}|${lengths}|${currencies}))$`,
  'iu',
);

const countedInHan = new RegExp(`(?:[几幾]|多少)(${hanUnit}|\\p{Script=Han})`, 'u');

function chineseCounts(question: string, sentence: string, spans: readonly AnswerSpan[]): AnswerSpan[] {
  const counted = countedInHan.exec(question)?.[1];
  if (counted === undefined) return [...spans];
  const same = spans.filter(
    ({ text, end }) => !/[%％]/.test(text) && `${text}${sentence.slice(end, end + 2)}`.includes(counted),
  );
  if (same.length > 0 || isUnit.test(counted)) return same;
  const noun = /多少(\p{Script=Han}{1,4})/u.exec(question)?.[1] ?? '';
  return uncounted.test(noun) ? [...spans] : spans.filter(({ text }) => !noCount.test(text));
}
