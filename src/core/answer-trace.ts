import { beginningOf } from './beginning-of';
import type { Passage, PassageLanes, Retrieval, RetrievalWarning } from './passage';
import type { ChatMessage } from './prompt/answer-prompt';
import type { TokenUsage } from './answer-engine';

/** How an answer came about: kept beside the message, and read only when someone asks. */
export interface AnswerTrace {
  readonly messageId: string;
  readonly conversationId: string;
  /** The question as it was searched. */
  readonly searched: string;
  /** Best first. */
  readonly passages: readonly TracedPassage[];
  /** How likely it seemed that the passages hold the answer, 0 to 1. */
  readonly confidence: number;
  readonly warning?: RetrievalWarning;
  readonly timings: Retrieval['timings'];
  /** What a language model was given. */
  readonly prompt?: TracedPrompt & {
    /** How many turns there were. */
    readonly allTurns: number;
  };
  readonly usage?: TokenUsage;
  /** How fast the model wrote, thoughts included. */
  readonly tokensPerSecond?: number;
}

export interface TracedPassage {
  readonly documentId: string;
  readonly documentName: string;
  readonly start: number;
  readonly end: number;
  readonly page?: number;
  readonly headingPath: readonly string[];
  /** How it begins. */
  readonly excerpt: string;
  readonly score: number;
  readonly lanes: PassageLanes;
}

export interface TracedPrompt {
  readonly messages: readonly ChatMessage[];
  /** In the model's own tokens. */
  readonly promptTokens: number;
  /** So many of the passages had room, or had been given before. */
  readonly passages: number;
  /** Ranks, from 0, of the passages without room; absent where it is all after the first `passages`. */
  readonly leftOut?: readonly number[];
  /** So many of the passages stand with an earlier question. */
  readonly given?: number;
  /** The newest so many turns had room. */
  readonly turns: number;
}

const excerptCharacters = 300;

export function tracedPassage({
  documentId,
  documentName,
  start,
  end,
  page,
  headingPath,
  text,
  score,
  lanes,
}: Passage): TracedPassage {
  return {
    ...{ documentId, documentName, start, end, headingPath, score, lanes },
    excerpt: excerptOf(text),
    ...(page === undefined ? {} : { page }),
  };
}

function excerptOf(text: string): string {
  if (text.length <= excerptCharacters) return text;
  return `${beginningOf(text, excerptCharacters)}…`;
}
