import { pick, shuffled, type Random } from './made-statement';
import { inOtherWords } from './other-words';
import type { PlainSentence } from './plain-sentences';

interface Reworded {
  readonly text: string;
  readonly sources: readonly PlainSentence[];
}

/** The sentence in another form that says no more: reordered, shortened, in other words, or joined with the one after it. */
export function reword(
  sentence: PlainSentence,
  next: PlainSentence | undefined,
  random: Random,
): Reworded | undefined {
  const alone = (sentence.isChinese ? chineseForms : englishForms).map((form) => () => {
    const text = form(sentence.text, random);
    return text === undefined ? undefined : { text, sources: [sentence] };
  });
  const introduction = () => ({ text: introduced(sentence, random), sources: [sentence] });
  // What every sentence can have comes last.
  const forms = [...shuffled([...alone, () => joined(sentence, next)], random), introduction];
  for (const form of forms) {
    const made = form();
    if (made && made.text !== sentence.text) return made;
  }
  return undefined;
}

type Form = (text: string, random: Random) => string | undefined;

const englishForms: readonly Form[] = [
  inOtherWords,
  // "In 1990, it closed." becomes "It closed in 1990."
  (text) => {
    const found = /^((?:In|On|During|After|Before|By|At|Since|Until|From) [^,;“"]{4,50}), ([^“"]+)\.$/.exec(
      text,
    );
    const [, phrase, rest] = found ?? [];
    if (phrase === undefined || rest === undefined || /^(?:and|but|or)\b/.test(rest)) return undefined;
    return `${raised(rest)} ${lowered(phrase)}.`;
  },
  (text) => withoutOne(text, / \([^()]{3,80}\)/g),
  (text) => withoutOne(text, /, which [^,;]{8,120}(?=,)/g)?.replace(/,(?= \p{Ll})/u, ''),
  // Only the last clause, so that no subject is lost.
  (text) => {
    const found = /^(.{45,}), (?:and|but|while|although|with|which|where|including) [^,;]{8,120}\.$/.exec(
      text,
    );
    return found?.[1] === undefined ? undefined : `${found[1]}.`;
  },
  (text) => text.replace(/\b(\p{Lu}\p{L}+) and (\p{Lu}\p{L}+)(?=[,.])/u, '$2 and $1'),
  (text, random) =>
    `${pick(['According to the text, ', 'The passage says that '], random) ?? ''}${lowered(text)}`,
];

const chineseForms: readonly Form[] = [
  inOtherWords,
  (text) => withoutOne(text, /（[^（）]{2,60}）|\([^()]{2,60}\)/g),
  (text) => {
    const found = /^(.{14,})，[^，。“”「」]{5,50}。$/u.exec(text);
    return found?.[1] === undefined ? undefined : `${found[1]}。`;
  },
  (text) =>
    text.replace(/(?<=[、，])([^、，。和及与與]{2,8})、([^、，。和及与與]{2,8})(?=[、和及与與])/u, '$2、$1'),
];

function introduced({ text, isChinese }: PlainSentence, random: Random): string {
  return isChinese
    ? `${pick(['根据资料，', '文中提到，'], random) ?? ''}${text}`
    : `${pick(['According to the text, ', 'The passage says that '], random) ?? ''}${lowered(text)}`;
}

function withoutOne(text: string, pattern: RegExp): string | undefined {
  const shorter = text.replace(pattern, '');
  return shorter.length === text.length || shorter.length < 12 ? undefined : shorter;
}

function joined(sentence: PlainSentence, next: PlainSentence | undefined): Reworded | undefined {
  if (!next || /["“”「」『』]/.test(sentence.text + next.text)) return undefined;
  const first = sentence.text.replace(/[.。！？]+$/, '');
  const text = sentence.isChinese ? `${first}，${next.text}` : `${first}, and ${lowered(next.text)}`;
  return text.length > 400 ? undefined : { text, sources: [sentence, next] };
}

function raised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Only words that are no names. */
function lowered(text: string): string {
  const isOpener =
    /^(?:The|A|An|In|On|At|It|He|She|They|This|These|There|During|After|Before|By|Since|Until|From|His|Her|Its|Their|Some|Many|Most|For|As|When|While|Although|However)\b/.test(
      text,
    );
  return isOpener ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
