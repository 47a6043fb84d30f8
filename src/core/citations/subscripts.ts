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
  if (variable.test(word) || codeAfter.test(after)) return 'yes';
  return !isLast && mayBeCodeAfter.test(after) ? 'undecided' : 'no';
}
