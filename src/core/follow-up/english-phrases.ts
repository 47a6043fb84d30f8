import { namesIn, type Span } from './english-names';
import { isContentWord, isFunctionWord, roleNouns, wordsOf } from './english-words';
import type { Topic } from './rules';

/** What an English question is about: what it names, or else the noun phrase that its form points at. */
export function englishTopic(question: string): Topic {
  const phrase =
    speaker(question) ??
    roleOfName(question) ??
    nameAskedAbout(question) ??
    complementSpan(question)?.text ??
    subjectSpan(question)?.text;
  const content = wordsOf(question).filter(isContentWord).join(' ');
  return { phrase: phrase ?? '', content };
}

/** "Chests of tea thrown into Boston harbour" are not asked about Boston: a name that only says where is passed over. */
function nameAskedAbout(question: string): string | undefined {
  const name = namePhrase(question);
  if (name === undefined) return undefined;
  const at = question.indexOf(name);
  const saysWhere = at > 0 && /\b(?:in|into|at|near|from)\s+(?:the\s+)?$/i.test(question.slice(0, at));
  const others = wordsOf(question.slice(0, Math.max(0, at))).filter(isContentWord).length;
  return saysWhere && others >= 2 ? undefined : name;
}

/** "The inventor of the telephone" is who is talked about next, not the telephone. */
function roleOfName(question: string): string | undefined {
  const role = new RegExp(
    `\\bthe\\s+(?:[a-z]+\\s+)?(?:${roleNouns})s?\\s+(?:of|at)\\s+(?:the\\s+|an?\\s+)?`,
    'i',
  ).exec(question);
  if (!role) return undefined;
  const rest = question.slice(role.index + role[0].length);
  const [name] = namesIn(`of ${rest}`);
  const noun =
    name?.start === 3 ? name.text : /^[\p{L}\p{N}-]+(?:\s+[\p{L}\p{N}-]+)?(?=\s*[?.!]|$)/u.exec(rest)?.[0];
  return noun === undefined ? undefined : role[0] + noun;
}

/** The first name, with its article; a second one only when it is all that is left to tell passages apart. */
function namePhrase(question: string): string | undefined {
  const [name] = namesIn(question);
  if (!name) return undefined;
  const article = /\bthe\s+$/i.exec(question.slice(0, name.start))?.[0].toLowerCase() ?? '';
  // "the Panthers defense", "the Kyoto protocol"
  const noun =
    article === '' ? undefined : /^\s+[a-z]+(?=\s+[a-z]|\s*[?.!]|$)/.exec(question.slice(name.end))?.[0];
  const isNoun = noun !== undefined && isNamedNoun.test(noun);
  return article + name.text + (isNoun ? noun : '');
}

const isNamedNoun =
  /^\s+(?:protocol|treaty|war|empire|dynasty|party|theory|theorem|law|effect|river|church|army|language|people|region|system|act|bridge|tower|prize|revolution|movement|team|defense|defence|constitution|government|economy|plan|model|method)$/;

/** What stands after the last "of", "about" or "for", to the end. */
export function complementSpan(question: string): Span | undefined {
  const found =
    /^(.*\b(?:of|about|for)\s+)((?:(?:the|an?)\s+)?[\p{L}\p{N}-]+(?:\s+[\p{L}\p{N}-]+){0,2})\s*[?.!]*$/iu.exec(
      question,
    );
  const [, before = '', text = ''] = found ?? [];
  if (!wordsOf(text).some(isContentWord)) return undefined;
  return { text, start: before.length, end: before.length + text.length };
}

/** "What does chapter 3 say about inflation?" is about what is read, and not only about inflation. */
function speaker(question: string): string | undefined {
  const found = /^what\s+(?:do|does|did)\s+(.+?)\s+(?:say|mention|state|tell|write)\b/i.exec(question)?.[1];
  return found !== undefined && wordsOf(found).some(isContentWord) ? found : undefined;
}

const auxiliary = '(?:do|does|did|can|could|will|would|should|must|may|might)';
const being = '(?:is|are|was|were)';
const wh = '(?:how(?:\\s+\\w+)?|what(?:\\s+\\w+)?|which\\s+\\w+|where|when|why|who)';
const participle =
  '(?:\\w+ed|made|built|born|found|held|known|taught|sold|written|paid|sent|kept|done|set|cut|put|lost|won|grown|eaten|spoken|worn|drawn|chosen|broken|thrown)';
const forms = [
  new RegExp(
    `^${wh}\\s+${being}\\s+(.+?)\\s+(?:first\\s+|usually\\s+|originally\\s+)?${participle}(?:\\s+(?:in|by|at|from|for|with|on|to|into|of|as)\\b.*)?\\s*[?.!]*$`,
    'i',
  ),
  new RegExp(
    `^${wh}\\s+${auxiliary}\\s+((?:(?:the|an?)\\s+)?[\\w-]+(?:\\s+[\\w-]+)?)\\s+[a-z]+(?:\\s+(?:in|by|at|from|for|with|on|to|into|as)\\b.*)?\\s*[?.!]*$`,
    'i',
  ),
  new RegExp(
    `^how\\s+(?:many|much)\\s+(?:[\\w-]+\\s+){1,5}?(?:do|does|did)\\s+((?:(?:the|an?)\\s+)?[\\w-]+(?:\\s+[\\w-]+)?)\\s+[a-z]+\\s*[?.!]*$`,
    'i',
  ),
  new RegExp(`^${wh}\\s+${being}\\s+((?:(?:the|an?)\\s+)?[\\w-]+(?:\\s+[\\w-]+){0,2})\\s*[?.!]*$`, 'i'),
  new RegExp(
    `^(?:who|what)\\s+[a-z]+(?:ed|s|e|t|d|w)?\\s+((?:(?:the|an?)\\s+)?[\\w-]+(?:\\s+[\\w-]+){0,2})\\s*[?.!]*$`,
    'i',
  ),
];

/** The noun phrase in the place where another of its kind can stand. */
export function subjectSpan(question: string): Span | undefined {
  for (const form of forms) {
    const text = form.exec(question)?.[1];
    if (text === undefined || /\b(?:of|in|at|by|for|from|and)\b/i.test(text)) continue;
    if (wordsOf(text).every(isFunctionWord)) continue;
    const start = question.lastIndexOf(text);
    return { text, start, end: start + text.length };
  }
  return undefined;
}
