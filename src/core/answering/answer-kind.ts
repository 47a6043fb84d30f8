/** What a question asks for, where its words tell. */
export type AnswerKind = 'time' | 'number' | 'person' | 'place' | 'other';

const asksFor: readonly (readonly [AnswerKind, RegExp])[] = [
  [
    'time',
    /^(?:(?!\b(?:what|which|who|whose|how)\b).)*\bwhen\b|\b(?:what|which) (?:years?|dates?|day|month|century|decade|time)\b|\bhow long ago\b|哪一?[年天日月]|何[时時年]|什[么麼][时時][候间間]|[几幾][月年点點]|年份|日期|哪[个個]世[纪紀]/i,
  ],
  [
    'number',
    /\bhow (?:many|much|long|old|far|tall|high|large|big|often|fast|deep|wide|heavy)\b|\bwhat (?:percentage|percent|number|amount|share|proportion|population|size|age|distance|length)\b|多少|[几幾][个個次人位名座条條种種岁歲届屆所部]|多[长長高大远遠久重深宽寬快]/i,
  ],
  ['person', /\bwho(?:m|se)?\b|谁|誰|哪一?位|何人/i],
  [
    'place',
    /^(?:(?!\b(?:what|which|who|whose|how)\b).)*\bwhere\b|\b(?:what|which) (?:country|city|place|state|town|region|continent|county|province)\b|哪[里裡兒儿]|何[处處地]|什[么麼]地方|哪[个個座]?(?:国|國|城|省|地|县|縣|市|州)/i,
  ],
];

export function answerKindOf(question: string): AnswerKind {
  return asksFor.find(([, words]) => words.test(question))?.[0] ?? 'other';
}

const times =
  /\b1\d{3}s?\b|\b20\d{2}s?\b|\d+\s*(?:年|月|日|世纪|世紀)|\b(?:January|February|March|April|May|June|July|August|September|October|November|December|century|centuries|BCE?|AD|spring|summer|autumn|winter|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\b|[一二三四五六七八九十]+(?:年|月|世纪|世紀)|朝|时期|時期|时代|時代|年[间間]/g;
const numbers =
  /\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third|quarter|twice|once|first|second|single|both|several)\b|[一二三四五六七八九十百千万萬亿億两兩半]+(?=[个個名位人次年月日座所条條种種部首场場岁歲米里元家多余餘届屆世只艘支本项項间間层層]|分之)/gi;
const names = /(?<=\s)\p{Lu}\p{Ll}+/gu;
const places = /\b(?:in|at|near|from|to|of)\s+(?:the\s+)?\p{Lu}\p{L}+/gu;

/** Whether a sentence holds something of the kind that is asked for and that the question does not hold itself. */
export function offersKind(sentence: string, kind: AnswerKind, question: string): boolean {
  switch (kind) {
    case 'time':
      return offersNew(times, sentence, question);
    case 'number':
      return offersNew(numbers, sentence, question);
    case 'person':
      return isWithoutCapitals(sentence) || offersNew(names, sentence, question);
    case 'place':
      return isWithoutCapitals(sentence) || offersNew(places, sentence, question);
    case 'other':
      return true;
  }
}

/** Chinese does not mark names, so nothing can be told. */
function isWithoutCapitals(sentence: string): boolean {
  return /\p{Script=Han}/u.test(sentence);
}

function offersNew(pattern: RegExp, sentence: string, question: string): boolean {
  const asked = new Set(question.toLowerCase().match(pattern));
  return Array.from(sentence.matchAll(pattern)).some(
    ([found]) => !asked.has(found.toLowerCase()) && !question.includes(found),
  );
}
