/** A number written in English words, and where. */
export interface EnglishNumeral {
  readonly value: number;
  /** As written, in small letters. */
  readonly text: string;
  readonly start: number;
}

const units = 'zero one two three four five six seven eight nine'.split(' ');
const teens =
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety'.split(
    ' ',
  );
const ordinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

const belowHundred = new Map<string, number>([
  ...[...units, ...teens].map((word, i): [string, number] => [word, i <= 20 ? i : (i - 18) * 10]),
  ...ordinals.map((word, value): [string, number] => [word, value]),
]);

/** What multiplies the number before it. */
export const englishScales: Readonly<Record<string, number>> = {
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

const word = `(?:${[...belowHundred.keys(), ...Object.keys(englishScales)].join('|')})`;
const numeral = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${word}(?:(?:[ \t]|-|[ \t\n]and[ \t\n])${word})*(?![\p{L}\p{N}])`,
  'giu',
);

/** Tens, units and scales that stand together are one value: "two hundred and thirty-five thousand". */
export function englishNumerals(text: string): EnglishNumeral[] {
  return Array.from(text.matchAll(numeral)).flatMap(({ 0: run, index }) => {
    const isRange = /\bbetween\s$/i.test(text.slice(0, index));
    return numeralsOf(run.toLowerCase(), index, isRange);
  });
}

/** Parts a run of number words where they stop being one number: "four one-way", "one hundred and two hundred". */
function numeralsOf(run: string, offset: number, isRange: boolean): EnglishNumeral[] {
  const tokens = Array.from(run.matchAll(/[a-z]+/g), ({ 0: text, index }) => ({ text, index }));
  const found: EnglishNumeral[] = [];
  let open = new OpenNumeral();
  let start = 0;
  let end = 0;
  const close = (): void => {
    if (!open.isEmpty) found.push({ value: open.value, text: run.slice(start, end), start: offset + start });
    open = new OpenNumeral();
  };
  for (const [i, { text, index }] of tokens.entries()) {
    if (text === 'and') {
      if (isRange || !open.takesAnd || tokens[i + 2]?.text === 'hundred') close();
      continue;
    }
    if (!open.takes(text)) close();
    if (open.isEmpty) start = index;
    open.push(text);
    end = index + text.length;
  }
  close();
  return found;
}

class OpenNumeral {
  #total = 0;
  /** What the next scale multiplies. */
  #part: number | undefined;
  #lastScale = Infinity;

  get isEmpty(): boolean {
    return this.#part === undefined && this.#lastScale === Infinity;
  }

  get value(): number {
    return this.#total + (this.#part ?? 0);
  }

  /** "And" stands after hundreds and larger scales only. */
  get takesAnd(): boolean {
    return this.#part === undefined ? !this.isEmpty : this.#part >= 100 && this.#part % 100 === 0;
  }

  takes(text: string): boolean {
    const scale = englishScales[text];
    const part = this.#part;
    if (scale === 100) return part === undefined || (part > 0 && part < 100);
    if (scale !== undefined) return part === undefined ? this.isEmpty : scale < this.#lastScale;
    if (part === undefined) return true;
    const value = belowHundred.get(text) ?? 0;
    if (value === 0) return false;
    return part % 100 === 0 ? part > 0 : value < 10 && part % 10 === 0 && part % 100 >= 20;
  }

  push(text: string): void {
    const scale = englishScales[text];
    if (scale === undefined) this.#part = (this.#part ?? 0) + (belowHundred.get(text) ?? 0);
    else if (scale === 100) this.#part = (this.#part ?? 1) * 100;
    else {
      this.#total += (this.#part ?? 1) * scale;
      this.#part = undefined;
      this.#lastScale = scale;
    }
  }
}
