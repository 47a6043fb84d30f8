const hanDigits = '〇一二三四五六七八九';

/** What a character of place multiplies by. */
export const hanPlaces: Readonly<Record<string, number>> = {
  十: 10,
  百: 1e2,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
};

/** 二十多万 is read as 二十万. */
export const hanNumeral = /[〇零一二三四五六七八九十百千万萬亿億两兩]+(?:[多余餘][万萬亿億]+)?/gu;

/** 二〇一五 is read digit by digit, 三百二十 by its places; after the last place 三百五 leaves out the next one. */
export function hanValue(run: string): number {
  const digits = run
    .replace(/零/g, '〇')
    .replace(/[两兩]/g, '二')
    .replace(/[多余餘]/g, '');
  if (!/[十百千万萬亿億]/.test(digits)) {
    return Number(Array.from(digits, (digit) => hanDigits.indexOf(digit)).join(''));
  }
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of digits) {
    const place = hanPlaces[character] ?? 0;
    if (place === 0) {
      digit = hanDigits.indexOf(character);
    } else if (place >= 1e4) {
      // 亿 takes all before it, 万 only what follows an 亿; alone they count once.
      const before = section + digit;
      total = place === 1e8 ? (total + before || 1) * place : total + (before || 1) * place;
      section = 0;
      digit = 0;
    } else {
      section += (digit || 1) * place;
      digit = 0;
    }
  }
  const [, last = ''] = /([百千万萬亿億])[一二三四五六七八九]$/.exec(digits) ?? [];
  return total + section + digit * Math.max(1, (hanPlaces[last] ?? 0) / 10);
}
