import type { GenerateEvent, GenerateInput } from '../../../src/contracts/language-model';
import { canSkipThinking } from '../../../src/core/models/mlc-model-id';
import { countChatTokens } from '../../../src/core/prompt/chat-template';
import { packPrompt } from '../../../src/core/prompt/pack-prompt';
import type { EngineSession } from './engine-session';
import { streamText, type Patience } from './stream-text';

/** Close to the sources, yet not so strict that a small model repeats itself. */
const sampling = { temperature: 0.3, topP: 0.9 };

/** Packs the prompt, then streams the answer; see `streamText` for how it is stopped. */
export async function* streamAnswer(
  session: EngineSession,
  input: GenerateInput,
  { signal, patience }: { signal: AbortSignal; patience: Patience },
): AsyncGenerator<GenerateEvent, void, undefined> {
  const { model, modelId } = session;
  const rendering = { skipsThinking: canSkipThinking(modelId) };
  const countTokens = remembering((text) => model.countTokens(text));
  const packed = await packPrompt({
    ...input,
    contextTokens: model.contextTokens,
    countTokens: (messages) =>
      Promise.resolve(countChatTokens(model.template, messages, countTokens, rendering)),
  });
  const { messages, answerTokens, promptTokens, sources, leftOut, dialogue } = packed;
  const turns = dialogue.turns.length;
  yield { kind: 'packed', messages, promptTokens, passages: sources.length, turns, leftOut, sources };
  signal.throwIfAborted();

  const request = { messages, maxTokens: answerTokens, ...sampling };
  for await (const event of streamText(session, request, { signal, patience })) {
    if (event.kind === 'token') yield event;
    else {
      const { reason, completionTokens } = event;
      yield { kind: 'finish', reason, usage: { promptTokens, completionTokens } };
    }
  }
}

/** Packing counts the same messages again and again. */
function remembering(count: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const tokens = count(text);
    known.set(text, tokens);
    return tokens;
  };
}
