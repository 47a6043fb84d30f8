import { namesIn } from './english-names';
import { attributeNouns, isContentWord, roleNouns, wordsOf } from './english-words';

/** A word that points back, and where. */
export interface Reference {
  readonly kind: 'personal' | 'possessive' | 'other';
  readonly start: number;
  readonly end: number;
}

/** The first word that points out of the question: its antecedent is not in the question itself. */
export function openReference(question: string): Reference | undefined {
  return referencesIn(question).find((reference) => !hasAntecedent(question, reference));
}

/** Whether the question leaves out what it asks about: "And in 1990?", "Why?", "What was the result?" */
export function isElliptic(question: string): boolean {
  const text = question.trim();
  if (isFragment(text) || !wordsOf(text).some(isContentWord)) return true;
  if (namesIn(text).length > 0) return false;
  const asksForPart = bareRelation.test(text);
  const continues = /^(?:and|but|so|or)\b/i.test(text);
  return asksForPart || continues || /\b(?:what|who|where|why|how|when|anyone|anything)\s+else\b/i.test(text);
}

/** "What about X?" and what is said in the same way: X instead of what was asked about. */
export function isFragment(text: string): boolean {
  if (/^(?:and\s+|but\s+|so\s+|ok(?:ay)?,?\s+)?(?:what|how)\s+about\b/i.test(text)) return true;
  if (/^(?:at|in|on|for|by|to|from|with|of|since)\s+(?:what|which|whom)(?:\s+[a-z]+)?\s*[?.!]*$/i.test(text))
    return true;
  return /^(?:and|or|but)\b/i.test(text) && !verbs.test(text);
}

const verbs =
  /\b(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)\b/i;

/** "What was the cause?" asks for the cause of something. */
const bareRelation = new RegExp(
  `\\b(?:the|an?|any)\\s+(?:[a-z]+\\s+)?(?:${attributeNouns}|${roleNouns})s?\\s*(?:[?.!]|$|(?:is|are|was|were|do|does|did)\\s*[?]?$|(?:born|located|situated|made|called|named)\\b)`,
  'i',
);

const adjectivesOfNothing =
  'possible|impossible|necessary|important|true|legal|illegal|safe|unsafe|allowed|permitted|forbidden|better|best|worth|' +
  'easy|easier|hard|harder|difficult|common|normal|ok|okay|good|bad|likely|required|advisable|mandatory|compulsory|' +
  'polite|rude|dangerous|healthy|wise|useful|enough|acceptable|appropriate|essential|unusual|rare|clear|customary|raining|' +
  'snowing|cold|hot|dark|late';
/** "Is it true that", "how long does it take to": this "it" stands for nothing. */
const emptyIt = new RegExp(
  `\\b(?:is|was|be|will|would|isn['’]t)\\s+it\\s+(?:\\w+ly\\s+|so\\s+|not\\s+|be\\s+|also\\s+|still\\s+)*(?:${adjectivesOfNothing})\\b|` +
    `\\bit\\s+(?:is|was|be)\\s+(?:\\w+ly\\s+|so\\s+|not\\s+)*(?:${adjectivesOfNothing})\\b|` +
    `\\b(?:does|did|will|would)\\s+it\\s+(?:usually\\s+)?(?:take|cost|matter|help|make\\s+sense)\\b(?=.*\\b(?:to|if|when|whether|for)\\b)|` +
    `\\bwhat\\s+time\\s+is\\s+it\\b|\\bdoes\\s+it\\s+mean\\s+(?:to|for|if|when)\\b|\\bwas\\s+it\\s+that\\b|\\bis\\s+it\\s+called\\s+when\\b`,
  'i',
);

const deictic =
  'season|world|year|week|month|morning|afternoon|evening|century|library|collection|document|file|app';

const patterns: readonly (readonly [Reference['kind'], RegExp])[] = [
  ['personal', /\b(?:[Ii]t|[Tt]hey|[Tt]hem|[Hh]e|[Hh]im|[Ss]he)\b(?!['’]?s\s+own\b)/g],
  ['possessive', /\b(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\b(?=\s+[\p{L}\p{N}])/gu],
  ['personal', /\b(?:her|his|theirs|hers)\b(?=\s*(?:[?.!,;]|$))/g],
  ['other', new RegExp(`\\b(?:this|these)\\b(?!\\s+(?:${deictic}|days)s?\\b)`, 'gi')],
  ['other', /\bthose\b(?!\s+(?:who|that|which|whose|of|with|in|from|for)\b)/gi],
  // After a noun or a verb "that" begins a clause; after these it points.
  [
    'other',
    /(?:^|\b(?:and|but|is|are|was|were|do|does|did|can|could|will|would|should|has|had|of|on|at|by|for|from|to|with|about|into|after|before|since|until|during|like|than|why|how)\s+|\bin\s+(?=that\s+(?:year|case|time|period|city|country|place|battle|war|book|film|game|context|century)))that\b/gi,
  ],
  ['other', /\bthat\b(?=\s*(?:[?.!,;]|$))/gi],
  [
    'other',
    /(?<!\b(?:is|are|was|were|be|been|does|do|did|has|have|had)\s)\bthere\b(?=\s*(?:[?.!,]|$|\s(?:now|today|before|in|during|at|from|by|after|when|first|then)\b))/gi,
  ],
  ['other', /\bhow (?:many|much) (?:is|are|was|were) there\s*\??$/gi],
  [
    'other',
    /\b(?:which|another|each|the(?:\s+\w+)?)\s+ones?\b(?!\s+(?:that|which|who|whom|whose|of|in|with|for|from|to|on|at|by|hundred|thousand|day|time|\w+ed)\b)/gi,
  ],
  [
    'other',
    /\bthe\s+(?:former|latter)\b(?=\s*(?:[?.!,;]|$|\s(?:is|are|was|were|do|does|did|has|had|can|will)\b))/gi,
  ],
  [
    'other',
    /\bthe\s+others?\b(?=\s*(?:[?.!,;]|$|\s(?:is|are|was|were|do|does|did)\b))|\bany\s+others?\b|\bthe\s+rest\s*(?=[?.!]|$)/gi,
  ],
  ['other', /\bthe\s+same\s+(?!as\b)(?:\w+\s+)?(?=[?.!]|$|(?:is|was|are|were|happen|apply|true)\b)/gi],
  [
    'other',
    /\b(?:any|no)\s+such\b|\bsuch\s+(?:a\s+)?(?:things?|cases?|people|person)\b|\b(?:do|does|did|if|why)\s+(?:so|not)\b(?=\s*(?:[?.!,]|$))/gi,
  ],
  ['other', /\bthen\b(?=\s*(?:[?.!]|$))|\bback\s+then\b|\bat\s+the\s+time\b(?=\s*(?:[?.!]|$))/gi],
];

/** "The She stone", "the It bag": with a capital in the midst of a sentence it is a name. */
function isName(question: string, start: number): boolean {
  return (
    /^\p{Lu}/u.test(question.slice(start)) &&
    !/(?:^|[.?!:;…]["”’)]?\s+|["“‘(])$/u.test(question.slice(0, start))
  );
}

function referencesIn(question: string): Reference[] {
  const empty = emptyIt.exec(question);
  return patterns
    .flatMap(([kind, pattern]) =>
      [...question.matchAll(pattern)].map((match) => ({
        kind,
        start: match.index,
        end: match.index + match[0].length,
      })),
    )
    .filter(({ kind, start }) => kind === 'other' || !isName(question, start))
    .filter(
      ({ kind, start }) =>
        kind !== 'personal' || !empty || start < empty.index || start >= empty.index + empty[0].length,
    )
    .sort((a, b) => a.start - b.start);
}

const clauseBorder =
  /[,;:?!]|\b(?:and|but|or|because|if|when|while|although|though|since|after|before|until|so|whether|how|why|that|who|which)\b/i;
const strongBorder = /[,;:?!]|\b(?:and|but|or|because|if|when|while)\b/i;
const prepositionAtEnd =
  /\b(?:of|in|on|at|by|for|from|to|with|about|into|during|after|before|behind|under)\s+(?:\w+\s+of\s+)?$/i;

/**
 * Whether the question itself names what the word may stand for. A pronoun never means another part of its own
 * clause; a possessive may mean its subject.
 */
function hasAntecedent(question: string, { kind, start }: Reference): boolean {
  const before = question.slice(0, start);
  const names = namesIn(question);
  const [name] = names.filter(({ end }) => end <= start);
  const noun =
    /\b(?:the|a|an|each|every|any|some|both|most|all|many)\s+[\w-]+|\b(?:do|does|did|are|were|can)\s+[a-z]{3,}s\b/i.exec(
      before,
    );
  const ends = [name?.end, noun ? noun.index + noun[0].length : undefined].filter((end) => end !== undefined);
  if (ends.length === 0) {
    // "In its early days, what did the company sell?"
    const comma = question.indexOf(',', start);
    return kind === 'possessive' && comma > 0 && names.some((later) => later.start > comma);
  }
  const between = before.slice(Math.min(...ends));
  if (kind === 'other')
    return strongBorder.test(between) || /\bones?$/i.test(question.slice(start).slice(0, 16).trim());
  if (clauseBorder.test(between)) return true;
  if (kind === 'personal') return false;
  return name !== undefined ? !/^\s*['’]?s?\s*of\s*$/i.test(between) : !prepositionAtEnd.test(before);
}
