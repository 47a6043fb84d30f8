import { spansOf, type AnswerSpan } from './answer-span';

const capitalised =
  "\\p{Lu}[\\p{Script=Latin}\\p{M}\\d'’.]*(?:[-–·]\\p{Script=Latin}[\\p{Script=Latin}\\p{M}'’]*)*";
const joint = '(?:of|the|and the|de|la|le|van|von|der|den|du|al|bin|ibn|di|da|del|for|&)';
const names = new RegExp(`${capitalised}(?:\\s+(?:${joint}\\s+){0,2}${capitalised})*`, 'gu');
const titles = /“[^“”]{2,40}”|"[^"]{2,40}"|「[^「」]{2,20}」|《[^《》]{1,30}》|『[^『』]{2,20}』/gu;

/** Words that a sentence begins with in a capital, and that name nothing. */
const openers = new Set(
  `the a an in on at by for from to of with as after before during since until while when where who what which how why
   if although though however but and or it its he his she her they their this that these those there then some many
   most other another both each all no not one two three also i we you our my such under over between among because
   despite following prior according first second later today
   january february march april may june july august september october november december`.split(/\s+/),
);

const calendar =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\b/;

/** Runs of capitalised words, without the article before them. */
export function nameSpans(sentence: string): AnswerSpan[] {
  return spansOf(names, sentence).flatMap((span) =>
    withoutOpeners(span).filter(({ text }) => !calendar.test(text)),
  );
}

/** Titles of works in their brackets, and words in quotation marks without the marks. */
export function titleSpans(sentence: string): AnswerSpan[] {
  return spansOf(titles, sentence).map(({ start, end, text }) =>
    text.startsWith('《')
      ? { start, end, text }
      : { start: start + 1, end: end - 1, text: text.slice(1, -1) },
  );
}

function withoutOpeners({ start, text }: AnswerSpan): AnswerSpan[] {
  const isInitial = /\b\p{Lu}\.$/u.test(text);
  const words = text.replace(isInitial ? /['’]s$/ : /['’]s$|[.'’]+$/, '').split(/(?<=\s)/);
  let from = start;
  while (openers.has(words[0]?.trim().toLowerCase() ?? '')) from += words.shift()?.length ?? 0;
  const name = words.join('');
  return name.length > 1 && /^\p{Lu}/u.test(name)
    ? [{ start: from, end: from + name.length, text: name }]
    : [];
}

const noPerson =
  /\b(?:University|College|School|Bowl|League|Conference|Act|War|River|Streets?|Road|Avenue|Ave|City|County|States?|Cent(?:er|re)|Museum|Castle|Park|Bridge|Treaty|Kingdom|Empire|Republic|Dynasty|Prize|Award|Cup|Protestantism|Reformation|Island|Sea|Ocean|Europe|America|Africa|Asia|Game|Championship|Family|Company|Corporation|Inc|Ltd|GmbH|LLC|Channel|Network|Club|Team|Association|Committee|Department|Agency|Bank|Church|Hotel|Hospital|England|France|Germany|China|Britain|Paris|London)\b/;

/** False for abbreviations, peoples and beliefs, and what is named after a thing. */
export function canNamePerson({ text }: AnswerSpan): boolean {
  if (/^[\p{Lu}\d.]{1,5}$/u.test(text) || noPerson.test(text)) return false;
  return /\s/.test(text) || !/(?:ish|ese|ians?|ans|ists?|ics|ism|land)$/.test(text);
}

/** Names with only a comma or "and" between them, as one: for a question that asks for several. */
export function joinListed(sentence: string, spans: readonly AnswerSpan[]): AnswerSpan[] {
  const joined: AnswerSpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isListed = last && /^(?:,\s*|,?\s*and\s+)$/.test(sentence.slice(last.end, span.start));
    if (!isListed) joined.push(span);
    else
      joined.splice(-1, 1, { start: last.start, end: span.end, text: sentence.slice(last.start, span.end) });
  }
  return joined;
}
