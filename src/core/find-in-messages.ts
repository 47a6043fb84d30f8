import { beginningOf } from './beginning-of';
import type { Conversation, Message } from './conversation';
import { plainMessage } from './plain-message';
import { foldText } from './search/folded-text';
import type { TextRange } from './text-range';

/** A message that holds all that was looked for, with the words around the first of it. */
export interface FoundInMessage {
  readonly messageId: string;
  readonly snippet: string;
  /** Where the first word stands in the snippet. */
  readonly mark: TextRange;
}

export interface FoundConversation {
  readonly conversation: Conversation;
  /** Absent where the title alone holds it. */
  readonly inMessage?: FoundInMessage;
}

const charactersBefore = 24;
const charactersAfter = 96;

/** What is looked for: words, each to be held as a part of any word. Empty where there is nothing to look for. */
export function soughtWords(query: string): string[] {
  return foldText(query, {})
    .text.split(' ')
    .filter((word) => word !== '');
}

export function holdsAll(text: string, words: readonly string[]): boolean {
  const folded = foldText(text, {}).text;
  return words.every((word) => folded.includes(word));
}

/** Undefined where the message does not hold all the words. */
export function findInMessage(message: Message, words: readonly string[]): FoundInMessage | undefined {
  const text = plainMessage(message);
  const folded = foldText(text, {});
  if (!words.every((word) => folded.text.includes(word))) return undefined;
  const [first = ''] = words;
  const at = folded.text.indexOf(first);
  const start = folded.starts[at] ?? 0;
  const end = folded.ends[at + first.length - 1] ?? start;
  return { messageId: message.id, ...snippetAround(text, { start, end }) };
}

/** On one line, whole characters only. */
function snippetAround(text: string, { start, end }: TextRange): Pick<FoundInMessage, 'snippet' | 'mark'> {
  const from = Math.max(0, start - charactersBefore);
  const before = `${from > 0 ? '…' : ''}${foldSpace(text.slice(from, start).replace(/^[\uDC00-\uDFFF]/, ''))}`;
  const found = foldSpace(text.slice(start, end));
  const after = `${foldSpace(beginningOf(text.slice(end), charactersAfter))}${end + charactersAfter < text.length ? '…' : ''}`;
  return {
    snippet: before + found + after,
    mark: { start: before.length, end: before.length + found.length },
  };
}

/** As `oneLine`, but with the space that parts it from what stands beside it. */
function foldSpace(text: string): string {
  return text.replace(/\s+/g, ' ');
}
