/** A list number as text, by the names that Office Open XML gives to the ways of counting. */
export function numberLabel(value: number, format: string): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return '';
    case 'decimalZero':
      return `${value}`.padStart(2, '0');
    case 'lowerLetter':
      return letters(value);
    case 'upperLetter':
      return letters(value).toUpperCase();
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperRoman':
      return roman(value);
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x245f + value) : `${value}`;
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'japaneseCounting':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'ideographDigital':
    case 'koreanDigital2':
      return hanNumber(value);
    case 'ideographTraditional':
      return '甲乙丙丁戊己庚辛壬癸'[value - 1] ?? `${value}`;
    case 'ideographZodiac':
      return '子丑寅卯辰巳午未申酉戌亥'[value - 1] ?? `${value}`;
    default:
      return `${value}`;
  }
}

/** a … z, then aa, bb …, as Word counts. */
function letters(value: number): string {
  if (value < 1) return `${value}`;
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.min(8, Math.ceil(value / 26)));
}

const romanParts: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

function roman(value: number): string {
  if (value < 1 || value > 3999) return `${value}`;
  let left = value;
  let text = '';
  for (const [worth, sign] of romanParts) {
    while (left >= worth) {
      text += sign;
      left -= worth;
    }
  }
  return text;
}

const hanDigits = '零一二三四五六七八九';

/** 一 … 十, 十一, 二十, 一百零五. */
function hanNumber(value: number): string {
  if (value < 1 || value > 9999) return `${value}`;
  const units = ['', '十', '百', '千'];
  const digits = Array.from(`${value}`, Number);
  let text = '';
  digits.forEach((digit, index) => {
    const unit = units[digits.length - 1 - index] ?? '';
    if (digit > 0) text += `${hanDigits[digit] ?? ''}${unit}`;
    else if (!text.endsWith('零')) text += '零';
  });
  return text.replace(/零$/, '').replace(/^一十/, '十');
}
