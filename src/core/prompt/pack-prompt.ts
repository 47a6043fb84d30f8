import { AppError } from '../app-error';
import type { Turn } from '../answer-engine';
import type { Language } from '../language';
import type { Passage } from '../passage';
import { questionMessage, rulesMessage, type ChatMessage, type Source } from './answer-prompt';
import type { Dialogue } from './dialogue';
import { packAnew } from './pack-anew';
import { packOn } from './pack-on';

export interface PackInput {
  readonly question: string;
  readonly language: Language;
  /** Best first. */
  readonly passages: readonly Passage[];
  /** Oldest first. */
  readonly history: readonly Turn[];
  /** What the model has read and written of this conversation; see `dialogueInHistory`. */
  readonly dialogue?: Dialogue | undefined;
  readonly maxAnswerTokens: number;
  /** The model's window, prompt and answer together. */
  readonly contextTokens: number;
  /** Exact length of a whole conversation in the model's own tokens. */
  readonly countTokens: (messages: readonly ChatMessage[]) => Promise<number>;
}

export interface PackedPrompt extends Packing {
  /** `promptTokens + answerTokens` never exceeds the window. */
  readonly answerTokens: number;
}

/** One way to put a question, and what became of all that might have been said. */
export interface Packing {
  readonly messages: readonly ChatMessage[];
  readonly promptTokens: number;
  /** All that stand in the prompt, those of this question first, best first; the last of those perhaps cut. */
  readonly sources: readonly Source[];
  /** Those that this question's message brings. */
  readonly newSources: readonly Source[];
  /** How many of the question's passages were given with an earlier question. */
  readonly given: number;
  /** Ranks, from 0, of the passages without room. */
  readonly leftOut: readonly number[];
  /** What comes before the question's message. */
  readonly dialogue: Dialogue;
}

export type PackTask = Pick<PackInput, 'question' | 'language' | 'passages' | 'history' | 'countTokens'> & {
  /** What the prompt may take. */
  readonly budget: number;
};

/** An answer never takes more than this share of the window, however small the window is. */
const largestAnswerShare = 0.5;

/**
 * Puts a question to a model. A follow-up goes on from the dialogue to the letter, so that an engine that keeps what
 * it has read reads only the new message: passages that were given keep their numbers and are not given again. When
 * too little of what is new would have room, the window is filled from scratch, by value. Throws `context-overflow`
 * when not even the question fits, with how much of it would.
 */
export async function packPrompt({ dialogue, ...input }: PackInput): Promise<PackedPrompt> {
  const answerTokens = Math.max(
    1,
    Math.min(Math.floor(input.maxAnswerTokens), Math.floor(input.contextTokens * largestAnswerShare)),
  );
  const budget = input.contextTokens - answerTokens;
  const task: PackTask = { ...input, budget };
  const continued = dialogue?.language === input.language ? await packOn(dialogue, task) : undefined;
  const packing = continued ?? (await packAnew(task));
  if (!packing) throw await tooLong(task);
  return { ...packing, answerTokens };
}

async function tooLong({ question, language, budget, countTokens }: PackTask): Promise<AppError> {
  const tokensOf = (asked: string): Promise<number> =>
    countTokens([
      rulesMessage(language),
      questionMessage({ question: asked, language, sources: [], earlier: [] }),
    ]);
  const frame = await tokensOf('');
  const share = Math.max(0, budget - frame) / Math.max(1, (await tokensOf(question)) - frame);
  const mostCharacters = Math.floor(question.length * share);
  return new AppError('context-overflow', `the question does not fit into ${budget} tokens`, {
    detail:
      mostCharacters > 0
        ? { kind: 'question-too-long', characters: question.length, mostCharacters }
        : undefined,
  });
}
