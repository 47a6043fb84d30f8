import type { ErrorCode, ErrorDetail } from './app-error';
import type { Citation } from './citation';
import type { Language } from './language';
import type { SearchScope } from './search-scope';

export interface Conversation {
  readonly id: string;
  readonly libraryId: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** A message of the branch that is shown; without one, or where it is gone, the newest branch is. */
  readonly shownMessageId?: string;
  /** Listed before the others. */
  readonly isPinned?: boolean;
  /** When it was removed: it can be brought back until the removal is made good. */
  readonly removedAt?: number;
}

export type EngineId = 'extractive' | 'webllm' | 'wllama' | 'built-in';

export type Message = QuestionMessage | AnswerMessage;

interface MessageBase {
  readonly id: string;
  readonly conversationId: string;
  readonly createdAt: number;
  readonly text: string;
}

export interface QuestionMessage extends MessageBase {
  readonly role: 'question';
  /** The answer that it was asked after; null for one that begins the conversation. */
  readonly answerId: string | null;
  /** Where the answer was looked for, where that is not the conversation's whole library. */
  readonly scope?: SearchScope;
}

export interface AnswerMessage extends MessageBase {
  readonly role: 'answer';
  /** The question it answers. */
  readonly questionId: string;
  readonly status: 'streaming' | 'complete' | 'stopped' | 'failed';
  readonly error?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly detail?: ErrorDetail;
  };
  readonly language: Language;
  readonly engine: EngineId;
  /** The model's id, where the engine has one. */
  readonly model?: string;
  /** What it was known as when it wrote: it may be removed since. */
  readonly modelName?: string;
  /** True when the gate decided that the library does not hold the answer. */
  readonly abstained: boolean;
  /** `[n]` in `text` stands for the citation of that number. */
  readonly citations: readonly Citation[];
  /** The question that was searched, where it is not the one that was asked. */
  readonly searchedFor?: string;
  /** What the model thought before it answered: never searched, exported or given to a model again. */
  readonly thoughts?: string;
  /** How long it thought, once it has begun to answer. */
  readonly thoughtMs?: number;
  /** True when nobody stopped it, but the model that wrote was removed or closed. */
  readonly isModelGone?: boolean;
  /** True when the model was lost while it wrote, and went on. */
  readonly isRecovered?: boolean;
  /** The model that began the answer and was lost: all that stands here is of the engine that took over from it. */
  readonly tookOverFrom?: LostWriter;
  readonly timings?: AnswerTimings;
}

export interface LostWriter {
  /** The model's id. */
  readonly model: string;
  readonly code: ErrorCode;
}

export interface AnswerTimings {
  readonly retrieveMs: number;
  readonly firstTokenMs: number;
  readonly totalMs: number;
}
