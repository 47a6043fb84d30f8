/**
 * The numbers that a statement gives in digits, as values: 1,160,000, 1.16 million and 116万 are one number.
 * A source that supports the statement must hold each of them.
 */
export function statedNumbers(text: string): Set<number> {
  return new Set(digitNumbers(text).map(({ scaled }) => scaled));
}

/** Every number that a source can be read to hold: digits with and without their scale, words, months, 三百. */
export function heldNumbers(text: string): Set<number> {
  const numbers = new Set(digitNumbers(text).flatMap(({ plain, scaled }) => [plain, scaled]));
  for (const [word] of text.toLowerCase().matchAll(/[a-z]+/g)) {
    const value = wordValues.get(word);
    if (value !== undefined) numbers.add(value);
  }
  for (const [run] of text.matchAll(/[〇零一二三四五六七八九十百千万萬亿億两兩]+/g))
    numbers.add(hanValue(run));
  return numbers;
}

const scales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
};

function digitNumbers(text: string): { plain: number; scaled: number }[] {
  const found = text
    .normalize('NFKC')
    .matchAll(/(\d+(?:,\d{3})*(?:\.\d+)?)\s?(hundred|thousand|million|billion|[百千万萬亿億])?/gi);
  return Array.from(found, ([, digits = '', scale = '']) => {
    const plain = Number(digits.replaceAll(',', ''));
    // Rounded, because 2.3 × 1,000,000 is not exactly 2,300,000.
    const scaled = Number((plain * (scales[scale.toLowerCase()] ?? 1)).toPrecision(12));
    return { plain, scaled };
  });
}

const wordValues = new Map<string, number>(
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
    'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
    '- january february march april may june july august september october november december',
  ].flatMap((list) => list.split(' ').map((word, value): [string, number] => [word, value])),
);
for (const [i, word] of 'thirty forty fifty sixty seventy eighty ninety hundred'.split(' ').entries()) {
  wordValues.set(word, 10 * (i + 3));
}

const hanDigits = '〇一二三四五六七八九';

/** 二〇一五 is read digit by digit, 三百二十 by its places. */
function hanValue(run: string): number {
  const digits = run.replace(/零/g, '〇').replace(/[两兩]/g, '二');
  if (!/[十百千万萬亿億]/.test(digits)) {
    return Number(Array.from(digits, (digit) => hanDigits.indexOf(digit)).join(''));
  }
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of digits) {
    const place = character === '十' ? 10 : (scales[character] ?? 0);
    if (place === 0) {
      digit = hanDigits.indexOf(character);
    } else if (place >= 1e4) {
      // 亿 takes all before it, 万 only what follows an 亿.
      total = place === 1e8 ? (total + section + digit) * place : total + (section + digit) * place;
      section = 0;
      digit = 0;
    } else {
      section += (digit || 1) * place;
      digit = 0;
    }
  }
  return total + section + digit;
}
