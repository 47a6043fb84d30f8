import type { Turn } from '../answer-engine';
import type { Language } from '../language';
import type { Passage } from '../passage';
import { plainTurn, rulesMessage, type ChatMessage, type Source } from './answer-prompt';
import { neutralise } from './neutralise';

/** A conversation as a model has read and written it, to the letter: what an engine may still hold in its cache. */
export interface Dialogue {
  /** Of the rules that it begins with. */
  readonly language: Language;
  /** Oldest first. */
  readonly turns: readonly DialogueTurn[];
}

export interface DialogueTurn {
  /** Of the answer, where it has one. */
  readonly answerId?: string;
  /** What was given with its question, and not before. */
  readonly sources: readonly Source[];
  readonly messages: readonly [question: ChatMessage, reply: ChatMessage];
}

export function dialogueMessages({ language, turns }: Dialogue): ChatMessage[] {
  return [rulesMessage(language), ...turns.flatMap(({ messages }) => messages)];
}

/** Oldest first, by number. */
export function dialogueSources({ turns }: Dialogue): Source[] {
  return turns.flatMap(({ sources }) => sources);
}

/** The turns that a model knows nothing of but their words; those without an answer say nothing. */
export function plainDialogue(language: Language, history: readonly Turn[]): Dialogue {
  const turns = history.filter(({ answer }) => answer !== '').map(asDialogueTurn);
  return { language, turns };
}

/**
 * What of a dialogue still stands in a history, with the turns that came since. The history may have left the
 * dialogue anywhere: a question was edited, an answer asked for again. Undefined when nothing of it stands.
 */
export function dialogueInHistory(dialogue: Dialogue, history: readonly Turn[]): Dialogue | undefined {
  const [first] = dialogue.turns;
  if (first?.answerId === undefined) return undefined;
  // Older turns may have had no room.
  const begin = history.findIndex(({ id }) => id === first.answerId);
  if (begin < 0) return undefined;
  let common = 1;
  while (isSameTurn(dialogue.turns[common], history[begin + common])) common += 1;
  const since = plainDialogue(dialogue.language, history.slice(begin + common));
  return { ...dialogue, turns: [...dialogue.turns.slice(0, common), ...since.turns] };
}

function isSameTurn(known: DialogueTurn | undefined, turn: Turn | undefined): boolean {
  return known?.answerId !== undefined && known.answerId === turn?.id;
}

/** The source that holds a passage whole, with the same words. */
export function sourceHolding(passage: Passage, sources: readonly Source[]): Source | undefined {
  return sources.find(({ passage: given }) => {
    const start = passage.start - given.start;
    return (
      start >= 0 &&
      given.documentId === passage.documentId &&
      given.text.slice(start, start + passage.text.length) === passage.text
    );
  });
}

/** A reply goes into later prompts as it was written, save what a tokenizer would read as structure. */
export function replyMessage(reply: string): ChatMessage {
  return { role: 'assistant', content: neutralise(reply) };
}

function asDialogueTurn(turn: Turn): DialogueTurn {
  return {
    ...(turn.id === undefined ? {} : { answerId: turn.id }),
    sources: [],
    messages: plainTurn(turn),
  };
}
