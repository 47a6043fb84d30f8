import type { GenerateEvent, GenerateInput } from '../../src/contracts/language-model';
import { packPrompt, type PackedPrompt } from '../../src/core/prompt/pack-prompt';
import { ReplyInProgress } from './reply-in-progress';
import type { OpenModel, PromptOptions } from './text-engine';
import type { Transcripts } from './transcript';

/** Close to the sources, yet not so strict that a small model repeats itself. */
const sampling = { temperature: 0.3, topP: 0.9 };
/** Thoughts take about as much room as the answer. */
const thinkingFactor = 2;
/** An answer after thoughts without end is worth beginning with so much room. */
const leastAnswerTokens = 32;

export interface WriteOptions {
  readonly signal: AbortSignal;
  readonly transcripts: Transcripts;
  /** Given again after the model was lost, the answer goes on where it was, without an event twice. */
  readonly reply?: ReplyInProgress;
}

/**
 * Packs the prompt and streams the answer, its thoughts apart. What was written, also when it was stopped in the
 * middle, is kept in the transcript, from which the next question of the conversation goes on.
 */
export async function* writeAnswer(
  model: OpenModel,
  input: GenerateInput,
  { signal, transcripts, reply = new ReplyInProgress() }: WriteOptions,
): AsyncGenerator<GenerateEvent, void, undefined> {
  signal.throwIfAborted();
  reply.resume();
  const skipsThinking = input.thinks !== true;
  const options = (): PromptOptions =>
    reply.raw === '' ? { skipsThinking } : { skipsThinking, replySoFar: reply.raw };
  let prompt = reply.packedFor(model.contextTokens);
  if (!prompt) {
    prompt = await packPrompt({
      ...input,
      maxAnswerTokens: input.maxAnswerTokens * (skipsThinking ? 1 : thinkingFactor),
      dialogue: transcripts.find(input.conversationId, input.history),
      contextTokens: model.contextTokens,
      countTokens: (messages) => model.countTokens(messages, options()),
    });
    if (reply.raw !== '') {
      // What is written took part of the room, and is no part of the prompt.
      const promptTokens = await model.countTokens(prompt.messages, { skipsThinking });
      prompt = { ...prompt, promptTokens };
    }
    reply.pack(prompt, model.contextTokens);
    yield packedEvent(prompt);
    signal.throwIfAborted();
  }
  const { messages, promptTokens } = prompt;
  const countWritten = async (): Promise<number> =>
    reply.raw === '' ? 0 : (await model.countTokens(messages, options())) - promptTokens;

  try {
    let written = await countWritten();
    let maxTokens = prompt.answerTokens - written;
    let cachedTokens: number | undefined;
    let reason: 'complete' | 'length' = 'length';
    while (maxTokens > 0) {
      const request = { messages, maxTokens, ...options(), ...sampling };
      for await (const event of model.stream(request, signal)) {
        if (event.kind === 'text') yield* reply.push(event.text);
        else {
          ({ reason } = event);
          cachedTokens ??= event.usage.cachedTokens;
          written += event.usage.completionTokens;
        }
      }
      if (reason === 'complete' || reply.hasAnswer || !reply.endThought()) break;
      written = await countWritten();
      const room = Math.min(input.maxAnswerTokens, model.contextTokens - promptTokens - written);
      maxTokens = room < leastAnswerTokens ? 0 : room;
    }
    yield* reply.end();
    const usage = { promptTokens, completionTokens: written };
    yield { kind: 'finish', reason, usage: cachedTokens === undefined ? usage : { ...usage, cachedTokens } };
  } finally {
    const dialogue = reply.dialogue(input.answerId);
    if (dialogue) transcripts.keep(input.conversationId, dialogue);
  }
}

function packedEvent({
  messages,
  promptTokens,
  sources,
  given,
  leftOut,
  dialogue,
  newSources,
}: PackedPrompt): GenerateEvent {
  const passages = newSources.length + given;
  const turns = dialogue.turns.length;
  return { kind: 'packed', messages, promptTokens, passages, turns, given, leftOut, sources };
}
