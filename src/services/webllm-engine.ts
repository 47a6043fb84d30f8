import type { AnswerEngine, AnswerEvent, AnswerRequest, TokenUsage } from '../core/answer-engine';
import type { TracedPrompt } from '../core/answer-trace';
import type { Citation } from '../core/citation';
import { splitStream } from '../core/citations/sentence-stream';
import { detectLanguage } from '../core/language';
import type { Passage } from '../core/passage';
import type { LanguageModelContract } from '../contracts/language-model';
import type { RpcClient } from '../rpc/client';

const maxAnswerTokens = 768;

export interface WebLlmEngineOptions {
  readonly modelId: string;
  readonly client: () => RpcClient<LanguageModelContract>;
  /** The spans that support a sentence, found and checked by code. */
  readonly cite: (
    input: { sentence: string; passages: readonly Passage[]; hints: readonly number[] },
    options: { signal: AbortSignal },
  ) => Promise<Omit<Citation, 'n'>[]>;
}

/** A language model's words as they come, with citations set by code after each sentence. */
export function createWebLlmEngine({ modelId, client, cite }: WebLlmEngineOptions): AnswerEngine {
  async function* answer(
    request: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    // What was cut from the prompt the model has not read.
    let { passages } = request;
    let prompt: TracedPrompt | undefined;
    let finish: { reason: 'complete' | 'length'; usage?: TokenUsage } = { reason: 'complete' };

    async function* tokens(): AsyncGenerator<string, void, undefined> {
      for await (const event of client().stream(
        'generate',
        { modelId, maxAnswerTokens, ...request },
        { signal },
      )) {
        if (event.kind === 'packed') {
          const { kind, ...packed } = event;
          passages = passages.slice(0, packed.passages);
          prompt = packed;
        }
        if (event.kind === 'token') yield event.text;
        if (event.kind === 'finish') finish = event;
      }
    }

    const numbers = new CitationNumbers();
    for await (const event of splitStream(tokens())) {
      if (prompt) yield { kind: 'prompt', prompt };
      prompt = undefined;
      if (event.kind === 'text') {
        yield event;
        continue;
      }
      const { sentence, hints } = event;
      for (const span of await cite({ sentence, passages, hints }, { signal })) {
        const { citation, isNew } = numbers.numbered(span);
        if (isNew) yield { kind: 'citation', citation };
        yield { kind: 'text', text: ` [${citation.n}]` };
      }
    }
    if (prompt) yield { kind: 'prompt', prompt };
    yield { kind: 'finish', ...finish };
  }

  return {
    id: 'webllm',
    model: modelId,
    answer: (request, { signal }) => answer(request, signal),
    standalone: async ({ question, history }, { signal }) => {
      const language = detectLanguage(question);
      const input = { modelId, question, language, history };
      return (await client().call('rewrite', input, { signal })).question;
    },
  };
}

/** Numbers from 1 in order of appearance; the same span keeps its number. */
class CitationNumbers {
  readonly #known = new Map<string, Citation>();

  numbered(span: Omit<Citation, 'n'>): { citation: Citation; isNew: boolean } {
    const key = `${span.documentId} ${span.start} ${span.end}`;
    const known = this.#known.get(key);
    if (known) return { citation: known, isNew: false };
    const citation = { n: this.#known.size + 1, ...span };
    this.#known.set(key, citation);
    return { citation, isNew: true };
  }
}
