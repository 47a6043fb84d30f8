import type { AnswerEngine, AnswerEvent, AnswerRequest, TokenUsage } from '../core/answer-engine';
import type { Citation } from '../core/citation';
import { SentenceSplitter, type SentenceEvent } from '../core/citations/sentence-stream';
import type { EngineId } from '../core/conversation';
import { detectLanguage } from '../core/language';
import type { Passage } from '../core/passage';
import type { Source } from '../core/prompt/answer-prompt';
import type { LanguageModelContract } from '../contracts/language-model';
import type { RpcClient } from '../rpc/client';

const maxAnswerTokens = 768;

export interface LanguageModelEngineOptions {
  readonly engine: Exclude<EngineId, 'extractive'>;
  readonly modelId: string;
  readonly client: () => RpcClient<LanguageModelContract>;
  /** The spans that support a sentence, found and checked by code. `hints` count the passages from 1. */
  readonly cite: (
    input: { sentence: string; passages: readonly Passage[]; hints: readonly number[] },
    options: { signal: AbortSignal },
  ) => Promise<Omit<Citation, 'n'>[]>;
  /** Lets a model that can choose think before it answers. */
  readonly thinks?: boolean;
}

/** A language model's words as they come, with citations set by code after each sentence. */
export function createLanguageModelEngine({
  engine,
  modelId,
  client,
  cite,
  thinks = false,
}: LanguageModelEngineOptions): AnswerEngine {
  async function* answer(
    { question, language, passages, history, conversationId, answerId }: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const input = {
      ...{ modelId, maxAnswerTokens, question, language, passages, history, thinks },
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(answerId === undefined ? {} : { answerId }),
    };
    const splitter = new SentenceSplitter();
    const numbers = new CitationNumbers();
    // What was cut from the prompt the model has not read; what was given with an earlier question it has.
    let sources: readonly Source[] = [];
    let finish: { reason: 'complete' | 'length'; usage?: TokenUsage } = { reason: 'complete' };

    async function* cited(events: Iterable<SentenceEvent>): AsyncGenerator<AnswerEvent, void, undefined> {
      let text = '';
      for (const event of events) {
        if (event.kind === 'text') {
          text += event.text;
          continue;
        }
        // What is there is shown while its citations are looked for.
        if (text !== '') yield { kind: 'text', text };
        text = '';
        for (const span of await cite(citeInput(event, sources), { signal })) {
          const { citation, isNew } = numbers.numbered(span);
          if (isNew) yield { kind: 'citation', citation };
          yield { kind: 'text', text: ` [${citation.n}]` };
        }
      }
      if (text !== '') yield { kind: 'text', text };
    }

    for await (const event of client().stream('generate', input, { signal })) {
      if (event.kind === 'token') yield* cited(splitter.push(event.text));
      else if (event.kind === 'finish') finish = event;
      else if (event.kind === 'packed') {
        const { kind, sources: given, ...prompt } = event;
        sources = given;
        yield { kind: 'prompt', prompt };
      } else yield event;
    }
    yield* cited(splitter.end());
    yield { kind: 'finish', reason: finish.reason, ...(finish.usage ? { usage: finish.usage } : {}) };
  }

  return {
    id: engine,
    model: modelId,
    answer: (request, { signal }) => answer(request, signal),
    standalone: async ({ question, history, conversationId }, { signal }) => {
      const language = detectLanguage(question);
      const place = conversationId === undefined ? {} : { conversationId };
      const input = { modelId, question, language, history, ...place };
      return (await client().call('rewrite', input, { signal })).question;
    },
  };
}

/** A model's hints are numbers of sources; where each stands is what counts for the spans. */
function citeInput(
  { sentence, hints }: Extract<SentenceEvent, { kind: 'sentence-end' }>,
  sources: readonly Source[],
): { sentence: string; passages: readonly Passage[]; hints: readonly number[] } {
  const places = hints.flatMap((hint) => {
    const index = sources.findIndex(({ n }) => n === hint);
    return index < 0 ? [] : [index + 1];
  });
  return { sentence, passages: sources.map(({ passage }) => passage), hints: places };
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
