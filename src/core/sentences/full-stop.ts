/** Whether what follows the white space at `at` can begin a sentence: not a small letter, not a comma. */
export function startsLikeSentence(text: string, at: number): boolean {
  const start = startOfWord(text, at);
  if (start >= text.length) return true;
  return !/^[\p{Ll},;:)]/u.test(text.slice(start, start + 2));
}

/** Whether a sentence so far is only the number or letter of a list item: "3.", "(b).", "IV.". */
export function isEnumerator(text: string, sentenceStart: number, dot: number): boolean {
  if (dot - sentenceStart > 12) return false;
  return /^\s*[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[IVXivx]{1,5})[)）]?$/.test(
    text.slice(sentenceStart, dot),
  );
}

/** Whether the full stop at `dot` only shortens the word before it; `next` is where the white space begins. */
export function isAbbreviated(text: string, dot: number, next: number): boolean {
  const word = wordBefore(text, dot);
  if (word === '') return false;
  const lower = word.toLowerCase();
  if (neverFinal.has(lower)) return true;
  const start = startOfWord(text, next);
  const isBeforeNumber = /\d/.test(text.charAt(start));
  if (beforeNumbers.has(lower) || /^\p{Ll}$/u.test(word)) return isBeforeNumber;
  if (sometimesFinal.has(lower) || isInitials(word)) {
    return !isSentenceStarter(text, start);
  }
  return false;
}

/** The same before what follows is known: whether the word can be shortened at all. */
export function mayBeAbbreviated(text: string, dot: number): boolean {
  const word = wordBefore(text, dot);
  const lower = word.toLowerCase();
  const isKnown = neverFinal.has(lower) || beforeNumbers.has(lower) || sometimesFinal.has(lower);
  return isKnown || isInitials(word);
}

const words = (list: string): Set<string> => new Set(list.split(/\s+/));

const neverFinal = words(
  'mr mrs ms messrs mme mlle dr prof mt fr v vs viz cf e.g i.e eg ie ca approx resp gen col capt lt',
);
const beforeNumbers = words(
  'no nos nr fig figs eq eqs p pp ch chap sec sect vol vols art arts par op tab ref refs ver jan feb mar apr jun jul aug sep sept oct nov dec',
);
const sometimesFinal = words(
  'st ave blvd rd jr sr etc inc ltd co corp dept est al gov sen rep rev hon sgt maj cmdr adm bros univ assn tel ext ed eds trans',
);

/** "J. Smith", "U.S.", "p.m.", "Ph.D." */
function isInitials(word: string): boolean {
  return /^\p{Lu}$/u.test(word) || /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word);
}

/** Words that begin a sentence far oftener than a name: only before them does "U.S." or "Inc." end one. */
const starters = words(
  `the a an this that these those it its he she they we you i his her their our my there here in on at by for from to
   with within without as after before during since until while when where what who why how if although though because
   but and or however moreover therefore thus then also both each every all some many most few several such another
   one two three other according despite under over between among unlike like not no yes only once today now later
   further furthermore meanwhile instead his hers is are was were do does did can will`,
);

function isSentenceStarter(text: string, at: number): boolean {
  if (/\p{Script=Han}/u.test(text.charAt(at))) return true;
  const word = /^["“‘']?(\p{L}+)(?![.\p{L}])/u.exec(text.slice(at, at + 24))?.[1];
  return word !== undefined && starters.has(word.toLowerCase());
}

const longestAbbreviation = 12;

/** The letters and inner full stops directly before `dot`; empty when they are more than any abbreviation has. */
function wordBefore(text: string, dot: number): string {
  let start = dot;
  while (start > 0 && dot - start <= longestAbbreviation && /[\p{L}.]/u.test(text.charAt(start - 1)))
    start -= 1;
  return dot - start > longestAbbreviation ? '' : text.slice(start, dot).replace(/^\.+/, '');
}

/** The first character after white space and an opening quote or bracket. */
function startOfWord(text: string, at: number): number {
  let start = at;
  while (start < text.length && /\s/.test(text.charAt(start))) start += 1;
  while (/["“‘'([（「『]/.test(text.charAt(start))) start += 1;
  return start;
}
