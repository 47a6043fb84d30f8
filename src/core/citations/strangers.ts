import { plainChineseWords } from './plain-words';
import { unheldRuns, type UnheldRun } from './unheld-runs';

/** A run of a statement that stands where its source says something else. */
export interface Stranger {
  readonly said: string;
  /** What the source has there; empty where only its form tells that it is a name. */
  readonly instead: string;
}

interface FoldedSources {
  /** What is cited. */
  readonly spans: readonly string[];
  /** Whatever else stands around the spans: names in it are known. */
  readonly context: string;
}

/**
 * Han runs of a statement, like names, that neither the spans nor what stands around them have: those that fill the
 * place of other characters of a span, between the same neighbours, and those that have the form of a foreign name
 * or a place. What is said in other words at other places is none. All texts are folded.
 */
export function strangersIn(statement: string, { spans, context }: FoldedSources): Stranger[] {
  const runs = unheldRuns(statement, spans, 1).filter(
    (run) => !isKnown(run, statement, context) && !isPlain(run.text),
  );
  if (runs.length === 0) return [];
  const missing = spans.flatMap((span) => unheldRuns(span, [statement], 1).map((run) => ({ ...run, span })));
  return runs.flatMap((run): Stranger[] => {
    if (run.text.length === 1) {
      const isSwapped = missing.some((other) => isSwappedFor(run, statement, other, other.span));
      return isSwapped ? [{ said: run.text, instead: '' }] : [];
    }
    const replaced = missing.find((other) => isInPlaceOf(run, statement, other, other.span));
    if (replaced) return [{ said: run.text, instead: replaced.text }];
    return hasNameForm(run, statement) ? [{ said: run.text, instead: '' }] : [];
  });
}

/** Characters that only join others. */
const joining = new Set(
  Array.from(
    '的了是在有和与与及于以而也又就都被把将为对从由到等之其这那此该用至则并但或所着过会能可当时则所',
  ),
);

/** Whether what stands around the spans has it; one character counts with a neighbour only. */
function isKnown({ text, start, end }: UnheldRun, statement: string, context: string): boolean {
  if (text.length > 1) return context.includes(text);
  return (
    context.includes(statement.slice(start - 1, end)) || context.includes(statement.slice(start, end + 1))
  );
}

/** Whether a run is made of words that name nothing. */
function isPlain(run: string): boolean {
  const reached = [true];
  for (let end = 1; end <= run.length; end += 1) {
    reached[end] =
      (reached[end - 1] === true && joining.has(run.charAt(end - 1))) ||
      (reached[end - 2] === true && plainChineseWords.has(run.slice(end - 2, end)));
  }
  return reached[run.length] === true;
}

/** Whether one character is a part of such a word. */
function isInPlainWord({ start, end }: UnheldRun, text: string): boolean {
  return (
    plainChineseWords.has(text.slice(start - 1, end)) || plainChineseWords.has(text.slice(start, end + 1))
  );
}

/** One character for another, between the same two on each side, as in 六月艾 for 五月艾. */
function isSwappedFor(run: UnheldRun, statement: string, other: UnheldRun, span: string): boolean {
  const [left, right] = [statement.slice(run.start - 2, run.start), statement.slice(run.end, run.end + 2)];
  return (
    other.text.length === 1 &&
    !joining.has(run.text) &&
    !joining.has(other.text) &&
    !isInPlainWord(run, statement) &&
    left === span.slice(other.start - 2, other.start) &&
    right === span.slice(other.end, other.end + 2)
  );
}

/** Whether both runs stand after, or before, the same two characters; at a border one is enough. */
function isInPlaceOf(run: UnheldRun, statement: string, other: UnheldRun, span: string): boolean {
  if (joining.has(other.text)) return false;
  const before = (text: string, at: number): string => text.slice(Math.max(0, at - 2), at);
  const after = (text: string, at: number): string => text.slice(at, at + 2).padEnd(2);
  const left = before(statement, run.start);
  const right = after(statement, run.end);
  return (
    (left.length === 2 && left === before(span, other.start)) ||
    (right.length === 2 && right === after(span, other.end)) ||
    (left === '' && before(span, other.start) === '')
  );
}

/** Parts of foreign names are joined by a dot; places and institutions end in what they are. */
function hasNameForm({ text, start, end }: UnheldRun, statement: string): boolean {
  return (
    /[·‧•《]$/.test(statement.slice(0, start)) ||
    /^[·‧•》]/.test(statement.slice(end)) ||
    /[国省市县州区岛镇村港湾河江湖山寺院校社党军队族]$/.test(text)
  );
}
