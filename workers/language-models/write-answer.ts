import type { GenerateEvent, GenerateInput } from '../../src/contracts/language-model';
import { canSkipThinking } from '../../src/core/model-catalogue';
import { answerMessages, type ChatMessage } from '../../src/core/prompt/answer-prompt';
import { packPrompt } from '../../src/core/prompt/pack-prompt';
import { AnswerText } from './answer-text';
import type { OpenModel } from './text-engine';

/** Close to the sources, yet not so strict that a small model repeats itself. */
const sampling = { temperature: 0.3, topP: 0.9 };

/** Packs the prompt, then streams the answer. */
export async function* writeAnswer(
  model: OpenModel,
  input: GenerateInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<GenerateEvent, void, undefined> {
  const options = { skipsThinking: canSkipThinking(input.modelId) };
  const packed = await pack(model, input, options);
  const { messages, answerTokens, promptTokens, passages, turns } = packed;
  yield { kind: 'packed', messages, promptTokens, passages, turns };
  signal.throwIfAborted();

  const text = new AnswerText();
  const request = { messages, maxTokens: answerTokens, ...sampling, ...options };
  for await (const event of model.stream(request, signal)) {
    const piece = event.kind === 'text' ? text.push(event.text) : text.end();
    if (piece !== '') yield { kind: 'token', text: piece };
    if (event.kind === 'end') yield { kind: 'finish', reason: event.reason, usage: event.usage };
  }
}

/** `packPrompt` asks at once, the model answers later: what it asked for is counted, and it is asked again. */
async function pack(model: OpenModel, input: GenerateInput, options: { skipsThinking: boolean }) {
  const lengths = new Map<string, number>();
  for (;;) {
    let missing: readonly ChatMessage[] | undefined;
    const countTokens = (messages: readonly ChatMessage[]): number => {
      const length = lengths.get(JSON.stringify(messages));
      if (length === undefined) missing ??= messages;
      return length ?? 0;
    };
    if (lengths.size === 0) countTokens(answerMessages({ ...input, passages: [], history: [] }));
    const packed = missing
      ? undefined
      : packPrompt({ ...input, contextTokens: model.contextTokens, countTokens });
    if (packed && !missing) return packed;
    if (missing) lengths.set(JSON.stringify(missing), await model.countTokens(missing, options));
  }
}
