import { englishSubject, type EnglishSubject } from './english-subject';
import type { FoundStatement } from './found-statement';

const longestSentence = 400;
/** Other names beside the subject: in parentheses, or between commas. */
const otherNames =
  /\s*(?:\([^()]{1,160}\)|,\s(?:or|(?:also|often|sometimes|commonly|formerly|originally|better)?\s?(?:called|known as|named|spelled|abbreviated)|short for|abbreviated)\s[^,]{1,60},)$/;

/** The question that an English sentence answers by saying what something is, when it came about, who made it or what it is for. */
export function englishStatement(sentence: string, context: string): FoundStatement | undefined {
  if (sentence.length > longestSentence || !/[.!]["'”’)]*$/.test(sentence)) return undefined;
  return definition(sentence, context) ?? fact(sentence, context);
}

function definition(sentence: string, context: string): FoundStatement | undefined {
  const found = /^(.{2,240}?) (is|are|was|were|refers to) (.+)$/su.exec(sentence);
  if (!found) return undefined;
  const [, before = '', verb = '', rest = ''] = found;
  const subject = readSubject(before, context);
  if (!subject || !defines(verb, rest)) return undefined;
  const said = verb === 'refers to' ? 'is' : verb;
  if (isPlural(subject) !== (said === 'are' || said === 'were')) return undefined;
  const isPerson =
    subject.isProper && (isPlural(subject) || subject.article === undefined) && namesPerson(rest);
  // "What was Mi Fu?" would be wrong, and nothing else tells whether a name in the past is a person's.
  if (said === 'was' && subject.article === undefined && !isPerson && !namesThing(rest)) return undefined;
  return {
    question: `${isPerson ? 'Who' : 'What'} ${said} ${subject.words}?`,
    subject: subject.words,
    isDefinition: true,
    isClear:
      verb === 'refers to' || /^(?:an?|the|one of) [^.;:]*\b(?:that|which|who|used|made|for)\b/.test(rest),
  };
}

function readSubject(text: string, context: string): EnglishSubject | undefined {
  return englishSubject(text.replace(otherNames, ''), context);
}

/** What does not tell what a thing is: how good, how many, whether the same. */
const noDefinition =
  /^(?:an?|the) (?:(?:very|really|rather|quite|so|too|more|less|most|least|much|only|same|case|first|second|third|last|next|best|worst|main|major|key|current|default|following|above|below|latter|former|other|good|bad|great|better|big|small|simple|common|important|bit|lot|few|little|must|matter|result|problem|reason|way|must-have|number|time|one|ones|source of|part|sign|mistake|pleasure)\b)/i;

function defines(verb: string, rest: string): boolean {
  if (verb === 'refers to') return true;
  if (noDefinition.test(rest)) return false;
  if (/^(?:an?|one of the|any) [\p{L}"“]/u.test(rest)) return true;
  if (/^the [\p{L}-]+(?: [\p{L}-]+){0,4} (?:of|that|which|who|used|in|for|between)\b/u.test(rest))
    return true;
  const isPlural = verb === 'are' || verb === 'were';
  return isPlural && /^(?:[\p{L}-]+ ){1,4}(?:that|which|who|used|designed|made)\b/u.test(rest);
}

function isPlural({ words, article }: EnglishSubject): boolean {
  if (article === 'a') return false;
  const last = words.split(' ').at(-1) ?? '';
  return /[a-z]s$/i.test(last) && !/(?:ss|us|is|ics|[A-Z]S)$/.test(last);
}

const people =
  'actor|actress|architect|artist|author|bishop|builder|calligrapher|captain|chemist|commander|composer|critic|designer|director|doctor|duke|emperor|empress|engineer|explorer|founder|general|governor|historian|inventor|journalist|judge|king|lawyer|leader|man|mathematician|member|merchant|minister|monk|musician|naturalist|nobleman|novelist|officer|official|painter|people|person|philosopher|physician|physicist|pioneer|player|poet|politician|pope|president|priest|prince|princess|printer|professor|programmer|queen|researcher|ruler|scholar|scientist|sculptor|singer|soldier|statesman|teacher|theologian|translator|woman|writer|biologist|economist|botanist|astronomer|psychologist|geologist';
const person = new RegExp(`^[^.;:]{0,80}?\\b(?:${people})s?\\b`, 'i');
/** What stands after these is not what the subject is. */
const afterNoun =
  /\b(?:of|for|that|which|by|in|from|where|used|named|between|with|to|about|written|made)\b.*$/s;

function namesPerson(rest: string): boolean {
  return person.test(rest.replace(afterNoun, '')) || /^(?:an?|the) [^,.;]{0,60}\bwho\b/.test(rest);
}

const thing =
  /\b(?:act|agency|agreement|art|battle|book|building|bridge|campaign|castle|church|city|company|conflict|congress|council|country|court|crisis|dynasty|empire|event|expedition|fair|famine|festival|form|game|group|house|institution|kingdom|language|law|league|letter|magazine|mission|movement|newspaper|organisation|organization|period|plan|programme|program|project|province|rebellion|region|religion|republic|revolt|road|school|series|ship|show|society|state|station|style|system|tax|theory|town|treaty|tribe|university|village|war|work)s?\b/i;

function namesThing(rest: string): boolean {
  return thing.test(rest.replace(afterNoun, ''));
}

const events =
  'born|built|founded|established|published|released|opened|completed|invented|introduced|discovered|adopted|signed|abolished|launched|formed|rebuilt|demolished|crowned|inscribed';
const dates =
  '(?:1\\d{3}|20\\d{2})\\b|(?:\\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\\b';
const dated = new RegExp(
  `^(.{2,80}?) (was|were) (?:first )?(${events})\\b[^,;.]{0,50}? (?:in|on) (?:${dates})`,
  'u',
);
const made =
  /^(.{2,80}?) (?:was|were) (?:first )?(invented|discovered|founded|designed|established|developed|created|introduced|proposed) by \p{Lu}/u;
const used = /^(.{2,80}?) (is|are) (?:often |commonly |mainly |usually |widely )?used (?:to|for) \p{L}/u;
const consists = /^(.{2,80}?) (consists?) of \p{L}/u;
const located = /^(.{2,80}?) (is|are) (?:located|situated) (?:in|on|at|near) /u;
const named = /\b(?:is|are) (?:called|known as) (an?) ((?:\p{Ll}[\p{L}-]+ ){0,2}\p{Ll}[\p{L}-]+)(?=[.,;]|$)/u;
const property =
  /^The ((?:main |primary |chief )?(?:purpose|goal|aim|cause|function|role|advantage|capital|population|meaning|origin)) of ((?:the )?\p{L}.{1,60}?) (is|was) /u;
const leaningStart =
  /^(?:It|This|That|These|Those|They|He|She|We|Such|Here|There|Its|Their|His|Her|In|As|For)\b/;

function fact(sentence: string, context: string): FoundStatement | undefined {
  const when = dated.exec(sentence);
  if (when) {
    return aboutSubject(when[1], when[2] === 'were', context, (subject) =>
      subject.isProper ? `When ${when[2] ?? 'was'} ${subject.words} ${when[3] ?? ''}?` : undefined,
    );
  }
  const who = made.exec(sentence);
  if (who) return aboutSubject(who[1], undefined, context, ({ words }) => `Who ${who[2] ?? ''} ${words}?`);
  const use = used.exec(sentence);
  if (use) {
    const isMany = use[2] === 'are';
    return aboutSubject(use[1], isMany, context, ({ words }) => `What ${use[2] ?? 'is'} ${words} used for?`);
  }
  const parts = consists.exec(sentence);
  if (parts) {
    const isMany = parts[2] === 'consist';
    return aboutSubject(
      parts[1],
      isMany,
      context,
      ({ words }) => `What ${isMany ? 'do' : 'does'} ${words} consist of?`,
    );
  }
  const place = located.exec(sentence);
  if (place) {
    return aboutSubject(place[1], place[2] === 'are', context, (subject) =>
      subject.isProper ? `Where ${place[2] ?? 'is'} ${subject.words}?` : undefined,
    );
  }
  const called = leaningStart.test(sentence) ? null : named.exec(sentence);
  if (called) {
    const subject = `${called[1] ?? 'a'} ${called[2] ?? ''}`;
    return { question: `What is ${subject}?`, subject, isClear: true, isDefinition: true };
  }
  const owned = property.exec(sentence);
  if (!owned) return undefined;
  const [, quality = '', owner = '', verb = ''] = owned;
  const subject = englishSubject(owner.replace(/^the /, 'The '), context);
  if (!subject) return undefined;
  return {
    question: `What ${verb} the ${quality} of ${subject.words}?`,
    subject: subject.words,
    isClear: true,
  };
}

function aboutSubject(
  text: string | undefined,
  isMany: boolean | undefined,
  context: string,
  ask: (subject: EnglishSubject) => string | undefined,
): FoundStatement | undefined {
  const subject = readSubject(text ?? '', context);
  if (!subject || (isMany !== undefined && isPlural(subject) !== isMany)) return undefined;
  const question = ask(subject);
  return question === undefined ? undefined : { question, subject: subject.words, isClear: true };
}
