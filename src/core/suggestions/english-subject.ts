/** Words that no name of a thing begins with or holds: what has one is a clause, or leans on what stands before. */
const clauseWords = new Set(
  [
    'it its this that these those there here he she they we you i his her their our your my one ones another other',
    'others each every all any some many most few several both either neither none such same what which who whom whose',
    'when where why how if whether while because since although though unless until before after as than but and or nor',
    'so yet not no also only just even still then thus hence therefore however instead otherwise note see let to in on at',
    'by for from with into onto about over under between among through during against within without per via is are was',
    'were be been being am do does did has have had can could will would shall should may might must everything',
    'something anything nothing everyone someone anyone whatever today now first second third last next finally',
    'alternatively currently additionally example examples called known used said',
  ]
    .join(' ')
    .split(' '),
);

/** Words that name nothing by themselves: "the result is a list". */
const emptyHeads = new Set(
  [
    'result results reason reasons problem problems goal goals purpose answer point points difference differences key',
    'keys following value values type types name names note notes use uses return returns parameter parameters argument',
    'arguments default defaults option options case cases part parts step steps way ways thing things idea issue issues',
    'fact advantage advantages disadvantage benefit benefits mistake approach solution solutions choice output input',
    'section chapter page article document text list table figure item items line lines file files code sample link',
    'question questions aim role effect effects consequence cause causes change changes kind kinds number numbers rest',
    'same time times day days year years people person man woman men women place places end start beginning version',
    'data size change member members class function method property argument object element field syntax remarks',
    'message messages error errors warning warnings summary introduction conclusion overview author authors reader',
  ]
    .join(' ')
    .split(' '),
);

const word = /^[\p{L}\p{N}][\p{L}\p{N}'’.+#/-]*$/u;
const mostWords = 5;

export interface EnglishSubject {
  /** As it stands inside a question. */
  readonly words: string;
  readonly article: 'a' | 'the' | undefined;
  /** Whether it is written like a name. */
  readonly isProper: boolean;
}

/**
 * Reads the beginning of a sentence as the name of something: an article at most, and up to five words. Undefined for
 * what leans on the text around it, and where it cannot be told whether the first word has its capital only because it
 * begins a sentence; `context` is the text that shows it.
 */
export function englishSubject(text: string, context: string): EnglishSubject | undefined {
  const [, leading = '', named = ''] = /^((?:A|An|The) )?(.+)$/su.exec(text.trim()) ?? [];
  const words = named.split(' ');
  if (words.length > mostWords || !words.every((part, i) => isNameWord(part, words[i + 1]))) return undefined;
  const [first = '', ...rest] = words;
  if (emptyHeads.has((words.at(-1) ?? '').toLowerCase())) return undefined;
  const others = rest.filter((part) => part !== 'of');
  const isProper = leading === '' ? isCapital(first) : words.some(isCapital);
  if (leading === 'The ') {
    if (!isCapital(first)) return undefined;
    return { words: `the ${named}`, article: 'the', isProper: true };
  }
  if (leading !== '') return { words: `${leading.toLowerCase()}${named}`, article: 'a', isProper: false };
  if (!isCapital(first) || /\p{Lu}|\p{N}/u.test(first.slice(1))) {
    return { words: named, article: undefined, isProper };
  }
  const isName = others.length > 0 && others.every((part) => /^[\p{Lu}\p{N}]/u.test(part));
  if (!isName && occurs(first.toLowerCase(), context)) {
    return { words: first.toLowerCase() + named.slice(first.length), article: undefined, isProper: false };
  }
  if (others.length > 0 && !isName) return undefined;
  return { words: named, article: undefined, isProper: true };
}

function isNameWord(part: string, next: string | undefined): boolean {
  if (part === 'of') return next !== undefined && isCapital(next);
  return word.test(part) && !/[.'’]$/.test(part) && !clauseWords.has(part.toLowerCase());
}

function isCapital(part: string): boolean {
  return /^\p{Lu}/u.test(part);
}

/** Whether the word stands in the text, written just so. */
export function occurs(sought: string, text: string): boolean {
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    const isStart = !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
    if (isStart && !/[\p{L}\p{N}]/u.test(text.charAt(at + sought.length))) return true;
  }
  return false;
}
