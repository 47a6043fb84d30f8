import type { TracedPrompt } from './answer-trace';
import type { Citation } from './citation';
import type { EngineId, LostWriter } from './conversation';
import type { Language } from './language';
import type { OpenedAs } from './models/computing-device';
import type { Passage } from './passage';

export interface AnswerRequest {
  readonly question: string;
  /** The language to answer in. */
  readonly language: Language;
  readonly passages: readonly Passage[];
  /** Earlier turns, oldest first. */
  readonly history: readonly Turn[];
  readonly conversationId?: string;
  /** Of the answer that is to be written: later histories know it by this. */
  readonly answerId?: string;
  /** How sure the retrieval is that the passages hold the answer, 0 to 1. */
  readonly confidence?: number;
}

export interface Turn {
  /** The answer's. */
  readonly id?: string;
  readonly question: string;
  readonly answer: string;
}

export type AnswerEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'citation'; readonly citation: Citation }
  /** What a model thinks to itself before it answers. */
  | { readonly kind: 'thought'; readonly text: string }
  /** The model's device was lost, for the so-manieth time in this answer. Opened again, it goes on where it was. */
  | { readonly kind: 'lost'; readonly losses: number }
  | ({ readonly kind: 'reopened' } & OpenedAs)
  /** The model is lost for good: what is to answer instead is looked for, and started. */
  | { readonly kind: 'handing-over' }
  /** The engine told answers instead, from the beginning, and what was written is void. */
  | {
      readonly kind: 'handed-over';
      readonly from: LostWriter;
      readonly engine: EngineId;
      readonly model?: string;
      readonly modelName?: string;
    }
  /** What a language model is given, before its first word. */
  | { readonly kind: 'prompt'; readonly prompt: TracedPrompt }
  | { readonly kind: 'finish'; readonly reason: 'complete' | 'length'; readonly usage?: TokenUsage };

export interface TokenUsage {
  readonly promptTokens: number;
  /** Of the prompt's tokens those that were not read anew, where the engine tells. */
  readonly cachedTokens?: number;
  readonly completionTokens: number;
}

/**
 * Turns passages into a streamed answer. A `[n]` in the text refers to the citation event of
 * that number, which comes before it. Leaving the loop or aborting stops the engine.
 */
export interface AnswerEngine {
  readonly id: EngineId;
  /** The model's id, where the engine has one. */
  readonly model?: string;
  /** What the person knows it as. */
  readonly modelName?: string;
  /**
   * The question as it would be asked without the turns before it, in the engine's own words, unchecked. Absent where
   * the engine has no words of its own.
   */
  standalone?(
    request: Pick<AnswerRequest, 'question' | 'history' | 'conversationId'>,
    options: { readonly signal: AbortSignal },
  ): Promise<string>;
  answer(request: AnswerRequest, options: { readonly signal: AbortSignal }): AsyncIterable<AnswerEvent>;
}
