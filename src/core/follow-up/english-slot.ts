import { namesIn, type Span } from './english-names';
import { complementSpan, subjectSpan } from './english-phrases';
import { attributeNouns, isContentWord, wordsOf } from './english-words';
import type { Topic } from './rules';

/** What a fragment asks about instead: "And what about the cost?" gives "the cost". */
export function fragmentOf(question: string): string {
  return question
    .trim()
    .replace(/^(?:(?:and|but|or|so|ok(?:ay)?|then)\b,?\s*)+/i, '')
    .replace(/^(?:what|how)\s+about\s*/i, '')
    .replace(/\s*[?.!]+$/, '')
    .replace(/^the\s+(\d{3,4})\s+ones?$/i, '$1');
}

/** The earlier question with the fragment in the place of what it parallels; undefined where that place is not clear. */
export function fillSlot(fragment: string, earlier: string, topic: Topic): string | undefined {
  if (!wordsOf(fragment).some((word) => isContentWord(word) || /\d/.test(word))) return undefined;
  if (/\b(?:what|which|whom)\b/i.test(fragment)) return undefined;
  return (
    inPlaceOfTime(fragment, earlier) ??
    inPlaceOfSameHead(fragment, earlier) ??
    inPlaceOfComplement(fragment, earlier) ??
    ofTopic(fragment, topic) ??
    inPlaceOfSubject(fragment, earlier)
  );
}

const time = String.raw`(?:the\s+)?(?:\d{3,4}s?|(?:early\s+|late\s+)?\d{1,2}(?:st|nd|rd|th)\s+century)`;
const timePhrase = new RegExp(`\\b(in|by|before|after|since|until|during)?\\s*\\b${time}(?![\\w-])`, 'i');

function inPlaceOfTime(fragment: string, earlier: string): string | undefined {
  const asked = new RegExp(`^(?:(?:in|by|before|after|since|until|during)\\s+)?${time}$`, 'i').test(fragment);
  if (!asked) return undefined;
  const said = timePhrase.exec(earlier);
  if (!said) return withEnd(earlier, /^\w+\s/.test(fragment) ? fragment : `in ${fragment}`);
  const preposition = /^[a-z]/i.test(fragment) || said[1] === undefined ? '' : `${said[1]} `;
  return earlier.replace(timePhrase, () => ` ${preposition}${fragment}`).replace(/\s+/g, ' ');
}

/** "in Hungary" stands where "in Poland" stood, or else at the end. */
function inPlaceOfComplement(fragment: string, earlier: string): string | undefined {
  const preposition = /^(in|on|at|for|from|to|with|under|during|by)\s+/i.exec(fragment)?.[1]?.toLowerCase();
  if (preposition === undefined) return undefined;
  for (const match of earlier.matchAll(new RegExp(`\\b${preposition}\\s+(?:the\\s+|an?\\s+)?`, 'gi'))) {
    const from = match.index + match[0].length;
    const name = namesIn(earlier).find(({ start }) => start === from);
    const noun = /^[\p{L}-]+(?=\s*[?.!]|$)/u.exec(earlier.slice(from))?.[0];
    const end = name?.end ?? (noun === undefined ? undefined : from + noun.length);
    if (end !== undefined) return earlier.slice(0, match.index) + fragment + earlier.slice(end);
  }
  return withEnd(earlier, fragment);
}

/** "Part-time" stands where "full-time" stood, and "the red brushes" where "the blue brushes" did. */
function inPlaceOfSameHead(fragment: string, earlier: string): string | undefined {
  const bare = fragment.replace(/^(?:(?:for|in|of|with|to)\s+)?(?:(?:the|an?)\s+)?/i, '');
  const compound = /^[\p{L}]+(-[\p{L}]+)(\s+[\p{L}]+)?$/u.exec(bare);
  if (compound?.[1] !== undefined) {
    const same = new RegExp(
      `(?<![\\p{L}-])[\\p{L}]+${compound[1]}(?![\\p{L}-])(?:${compound[2] ?? '(?!)'})?`,
      'iu',
    );
    const replaced = earlier.replace(same, () => bare);
    if (replaced !== earlier) return replaced;
  }
  const [modifier, head, ...rest] = bare.split(/\s+/);
  if (modifier === undefined || head === undefined || rest.length > 0) return undefined;
  if (!/^\p{L}+$/u.test(head)) return undefined;
  const same = new RegExp(`(?<![\\p{L}-])[\\p{Ll}-]{3,}\\s+${head}(?![\\p{L}-])`, 'u');
  const found = same.exec(earlier)?.[0].split(/\s+/)[0];
  if (found === undefined || !isContentWord(found)) return undefined;
  return earlier.replace(same, () => bare);
}

const attribute = new RegExp(`^(?:the\\s+)?(?:[a-z]+\\s+)?(?:${attributeNouns})s?$`, 'i');

/** A part or property is asked of the same thing. */
function ofTopic(fragment: string, { phrase }: Topic): string | undefined {
  if (!attribute.test(fragment) || phrase === '') return undefined;
  return `${/^the\b/i.test(fragment) ? fragment : `the ${fragment}`} of ${phrase}`;
}

function inPlaceOfSubject(fragment: string, earlier: string): string | undefined {
  const place = parallelName(fragment, earlier) ?? complementSpan(earlier) ?? subjectSpan(earlier);
  if (!place) return undefined;
  const article = /\b(?:the|an?)\s+$/i.exec(earlier.slice(0, place.start))?.[0].length ?? 0;
  return earlier.slice(0, place.start - article) + fragment + earlier.slice(place.end);
}

/** A name of the same make: an acronym for an acronym, else the first. */
function parallelName(fragment: string, earlier: string): Span | undefined {
  const said = namesIn(earlier);
  const [asked] = namesIn(`about ${fragment}`);
  if (!asked && said.length > 0 && subjectSpan(earlier)) return undefined;
  const isAcronym = (text: string): boolean => /^\p{Lu}{2,}$/u.test(text);
  return said.find(({ text }) => asked !== undefined && isAcronym(text) === isAcronym(asked.text)) ?? said[0];
}

function withEnd(question: string, addition: string): string {
  return `${question.replace(/\s*[?.!]+$/, '')} ${addition}?`;
}
