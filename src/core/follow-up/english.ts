import { englishTopic } from './english-phrases';
import { isElliptic, isFragment, openReference, type Reference } from './english-references';
import { fillSlot, fragmentOf } from './english-slot';
import { attributeNouns, isContentWord, wordsOf } from './english-words';
import type { FollowUpRules, Topic } from './rules';

export const englishFollowUps: FollowUpRules = {
  leans: (question) => openReference(question) !== undefined || isElliptic(question),
  topic: englishTopic,
  meansPerson: (question) => {
    const reference = openReference(question);
    return reference !== undefined && person.test(question.slice(reference.start, reference.end));
  },
  mayBeOfPerson: (question) => /\bwho\b/i.test(question) || !isPlaceOrProperty(englishTopic(question).phrase),
  complete: (question, topic, earlier) => {
    const reference = openReference(question);
    const named = reference ? withPhrase(question, reference, topic, earlier) : undefined;
    if (named !== undefined && !isFragment(question)) return named;
    if (isFragment(question)) {
      const fragment = fragmentOf(named ?? question);
      const filled = earlier === undefined ? undefined : fillSlot(fragment, earlier, topic);
      return filled ?? besideEarlier(fragment, topic, earlier);
    }
    if (!reference && earlier !== undefined && !wordsOf(question).some(isContentWord)) {
      return askedAgain(question, earlier, topic);
    }
    const isAboutOwner = topic.phrase !== '' && namesThing(question, reference);
    return isAboutOwner ? withTopic(question, topic.phrase) : besideEarlier(question, topic, earlier);
  },
};

const person = /^(?:he|him|his|she|hers?)$/i;

const placeNouns =
  'capital|birthplace|headquarters|city|country|town|village|street|river|mountain|lake|island|sea|ocean|region|province|state|' +
  'continent|building|tower|bridge|castle|palace|temple|museum|lighthouse|hotel|hospital|school|university|station|airport|park';
const endsInPlaceOrProperty = new RegExp(`\\b(?:${placeNouns}|${attributeNouns})s?$`, 'i');

/** Rosa Parks and Shirley Temple are persons; the Eiffel Tower has an article. */
const bareName = /^(?!The\s)\p{Lu}\S+(?:\s+\p{Lu}\S*)+$/u;

/** "The capital of Mongolia", "the Eiffel Tower": by the noun that its kind is told by. */
function isPlaceOrProperty(phrase: string): boolean {
  return (
    !bareName.test(phrase) && endsInPlaceOrProperty.test(phrase.split(/\s+(?:of|in|at|for)\s/i)[0] ?? '')
  );
}

/** "That law", "the result": what is asked about has a name of its own, so that only its owner is missing. */
function namesThing(question: string, reference: Reference | undefined): boolean {
  if (reference && reference.kind !== 'other') return false;
  return (
    /\b(?:this|that|these|those|the)\s+[a-z]{3,}/i.test(question) && wordsOf(question).some(isContentWord)
  );
}

/** The question with the pronoun's meaning in its place; undefined when the pronoun stands for something unsaid. */
function withPhrase(
  question: string,
  { kind, start, end }: Reference,
  { phrase }: Topic,
  earlier: string | undefined,
): string | undefined {
  if (phrase === '') return undefined;
  if (kind === 'other' && !isNounPhrase(phrase)) return undefined;
  if (kind === 'other' && !standsForThing(question, start, end)) return undefined;
  const pronoun = question.slice(start, end).toLowerCase();
  if (/^its?$/.test(pronoun) && isPlural(phrase)) return undefined;
  // "Who designed the tower?" – "When was he born?" asks about the answer.
  const meansAnswer =
    person.test(pronoun) && /^(?:and\s+)?who\s+(?!(?:is|was|are|were)\b)/i.test(earlier ?? '');
  if (meansAnswer) return undefined;
  const stood = kind === 'possessive' ? possessiveOf(phrase) : phrase;
  const replaced = question.slice(0, start) + stood + question.slice(end);
  return withCapital(withoutJoint(replaced));
}

function withoutJoint(question: string): string {
  return question.replace(/^(?:and|but)\s+(?=\w)/i, '');
}

function withCapital(text: string): string {
  return text.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}

/** "Who pays for this?" asks of a thing; "Why is that?" and "When did this happen?" of what was said. */
function standsForThing(question: string, start: number, end: number): boolean {
  const isPointer = /^(?:this|that|these|those)$/i.test(
    question.slice(start, end).trim().split(/\s+/).at(-1) ?? '',
  );
  return (
    isPointer &&
    /\b(?:pays?|paid|costs?|uses?|needs?|owns?|buy|bought|eat|apply)\s+(?:for\s+|to\s+)?$/i.test(
      question.slice(0, start),
    ) &&
    /^\s*[?.!]*$/.test(question.slice(end))
  );
}

/** "Full-time employees"; names of one thing end so too. */
function isPlural(phrase: string): boolean {
  return /[^sui]s$/.test(phrase) && !/\p{Lu}/u.test(phrase);
}

/** With an article, or a name. */
function isNounPhrase(phrase: string): boolean {
  return /^(?:the|an?|my|our|your)\s/i.test(phrase) || /^\p{Lu}/u.test(phrase);
}

function possessiveOf(phrase: string): string {
  return `${phrase}${/s$/.test(phrase) ? '’' : '’s'}`;
}

const opening =
  /^(?:and\s+|but\s+|so\s+)?(why|when|where|how(?:\s+(?:much|many|long|often|come))?|since\s+when|how\s+so)(?:\s+(?:exactly|then))?\s*[?.!]*$/i;
/** A question word that can be another without changing the rest. */
const openingOfWhole =
  /^(?:why|when|where|how|in\s+(?:what|which)\s+\w+)(?=\s+(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had)\b)/i;

/** A question that says nothing by itself asks the earlier one again, in another way. */
function askedAgain(question: string, earlier: string, topic: Topic): string {
  const word = opening.exec(question.trim())?.[1];
  if (word === undefined)
    return asksForMore.test(question) ? earlier : besideEarlier(question, topic, earlier);
  if (!openingOfWhole.test(earlier)) return `${withoutEnd(question)}: ${earlier}`;
  const way = /come|so$/i.test(word) ? 'why' : word.toLowerCase();
  return earlier.replace(openingOfWhole, way.charAt(0).toUpperCase() + way.slice(1));
}

const asksForMore =
  /\b(?:more|else|further|detail|details|elaborate|explain|continue|go on|others?|again)\b/i;

const mostWords = 8;

/** The question first: what it asks weighs more than what was asked before. */
function withTopic(question: string, topic: string): string {
  const said = new Set(wordsOf(question).map((word) => word.toLowerCase()));
  const isNew = wordsOf(topic).some((word) => isContentWord(word) && !said.has(word.toLowerCase()));
  if (!isNew) return question;
  return `${withoutEnd(question)} (${topic.split(/\s+/).slice(0, mostWords).join(' ')})?`;
}

/**
 * The question, and behind it what it follows. Words picked out of the earlier question would read like none, so that it
 * stands as it was asked, where it is of the same language.
 */
function besideEarlier(question: string, topic: Topic, earlier: string | undefined): string {
  if (earlier === undefined) return withTopic(question, topic.content);
  const root = earlier.split(/(?<=[?.!]) – /).at(-1) ?? earlier;
  const said = new Set(wordsOf(question).map((word) => word.toLowerCase()));
  const isNew = wordsOf(root).some((word) => isContentWord(word) && !said.has(word.toLowerCase()));
  return isNew ? `${withCapital(withoutJoint(question.trim()))}${dash}${root}` : question;
}

const dash = ' – ';

function withoutEnd(question: string): string {
  return question.trim().replace(/\s*[?.!]+$/, '');
}
