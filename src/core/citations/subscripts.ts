const longestWord = 40;
/** Of Latin letters, digits and underscores, with the backslash of a command. */
const wordAtEnd = /\\?[\p{Script=Latin}\p{Script=Greek}\d_]+$/u;
/** A command of TeX, snake_case, or one small letter: `\sqrt`, `first_row`, `x`, `x2`. */
const variable = /^(?:\\.*|.*_.*|[a-zα-ω]\d*)$/u;
/** An assignment, a step, a member, a call; or the word goes on. */
const codeAfter = /^(?:[\w(]|\.[a-z_]|[ \t]?(?:[-+*/%]?=|[<>!]=|\+\+))/;
const mayBeCodeAfter = /^(?:|\.|[ \t]?(?:[-+*/%<>!])?)$/;

/**
 * Whether brackets with a number directly behind a word are a part of code or of a formula, as in `row[1] = 2`,
 * `x[1]` and `\sqrt[3]{8}`, and no mark of a source, as in "in 1887[1]." and "the harbour[1] was": a mark stands
 * behind any word but a variable, where prose goes on after it.
 */
export function isSubscript(before: string, after: string, isLast: boolean): 'yes' | 'no' | 'undecided' {
  const [word] = wordAtEnd.exec(before.slice(-longestWord)) ?? [];
  if (word === undefined) return 'no';
  if (/^\p{L}$/u.test(word)) return letterHasSubscript(before, word, after, isLast);
  if (variable.test(word) || codeAfter.test(after)) return 'yes';
  return !isLast && mayBeCodeAfter.test(after) ? 'undecided' : 'no';
}

/** The end of a sentence or clause. */
const phraseEnd = /^(?:[.!?…]?["'”’)）]*(?:\s*$|\s+\p{Lu})|[,;:]\s|[。！？，、；：）])/u;
/** Only code and formulas have these. */
const codeSign = /[=<>+*/^{}|]|[\p{L}\d_]\[\d|\[\d+\\?\]/u;

/**
 * One letter can be a variable or the end of a name: at the end of a phrase it ends a name where a word stands before
 * it and nothing in the sentence looks like code, as in "rich in vitamin C[1]."; in the middle it is a variable.
 */
function letterHasSubscript(
  before: string,
  letter: string,
  after: string,
  isLast: boolean,
): 'yes' | 'no' | 'undecided' {
  if (codeAfter.test(after) || !isNamedByWord.test(before.slice(0, -letter.length))) return 'yes';
  if (codeSign.test(before)) return 'yes';
  if (!isLast && /^(?:[.!?…]?["'”’)）]*\s*|[,;:])$/.test(after)) return 'undecided';
  return phraseEnd.test(after) ? 'no' : 'yes';
}

/** A noun or the like, with a space; what joins words names nothing. */
const isNamedByWord =
  /(?<![\p{L}])(?!(?:a|an|the|of|in|on|at|to|by|for|from|with|and|or|as|is|are|was|were|be|if|then|let|set|print|use|where|variable|element|entry|array|index)\s)\p{L}{3,}\s$/iu;
