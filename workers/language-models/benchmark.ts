import { AppError } from '../../src/core/app-error';
import type { BenchmarkFigures } from '../../src/core/models/stored-model';
import type { ChatMessage } from '../../src/core/prompt/answer-prompt';
import type { Opened } from './model-slot';
import type { OpenModel } from './text-engine';

const wantedPromptTokens = 512;
const wantedAnswerTokens = 64;
const greedy = { temperature: 0, topP: 1 };
/** Measuring memory may wait for the browser to tidy up. */
const memoryPatienceMs = 10_000;

/** Reads a prompt of about 512 tokens and writes about 64, by the clock and by the engine's own counts. */
export async function measure({ model, loadMs }: Opened, signal: AbortSignal): Promise<BenchmarkFigures> {
  const messages = await promptFor(model);
  const begun = performance.now();
  let firstAt: number | undefined;
  let lastAt = begun;
  for await (const event of model.stream({ messages, maxTokens: wantedAnswerTokens, ...greedy }, signal)) {
    const now = performance.now();
    if (event.kind === 'text') {
      firstAt ??= now;
      lastAt = now;
      continue;
    }
    const { promptTokens, cachedTokens = 0, completionTokens } = event.usage;
    const memoryBytes = await readMemoryBytes();
    return {
      loadMs,
      promptTokens: promptTokens - cachedTokens,
      promptTokensPerSecond: perSecond(promptTokens - cachedTokens, (firstAt ?? now) - begun),
      answerTokens: completionTokens,
      // The first token comes with the end of the prompt.
      answerTokensPerSecond: perSecond(Math.max(0, completionTokens - 1), lastAt - (firstAt ?? now)),
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
    };
  }
  throw new AppError('internal', 'the model has not told how it ended');
}

function perSecond(tokens: number, ms: number): number {
  return ms > 0 ? (tokens * 1000) / ms : 0;
}

/** Begins with what was never read before, so that no engine finds the prompt in its cache. */
async function promptFor(model: OpenModel): Promise<readonly ChatMessage[]> {
  const room = Math.min(wantedPromptTokens, model.contextTokens - wantedAnswerTokens);
  const opening = `No. ${Date.now() % 1e6}. `;
  const prompt = (sentences: number): ChatMessage[] => [
    { role: 'user', content: opening + Array.from({ length: sentences }, sentenceOf).join(' ') + ending },
  ];
  let low = 0;
  let high = wantedPromptTokens;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((await model.countTokens(prompt(middle))) <= room) low = middle;
    else high = middle - 1;
  }
  return prompt(low);
}

const ending = ' Now tell the story of this journey at length.';
const places = ['the harbour', 'a bridge', 'the old mill', 'a village', 'the forest', 'a lake', 'the hills'];
const doings = [
  'rested',
  'met a friend',
  'saw the rain come',
  'heard a bell',
  'found a path',
  'bought bread',
];

function sentenceOf(_: unknown, i: number): string {
  return `On day ${i + 1} the travellers reached ${places[i % places.length]} and ${doings[i % doings.length]}.`;
}

/** What the browser's program takes; absent where it does not tell. */
async function readMemoryBytes(): Promise<number | undefined> {
  const measureMemory: unknown = Reflect.get(performance, 'measureUserAgentSpecificMemory');
  if (typeof measureMemory !== 'function') return undefined;
  try {
    const measured: unknown = await Promise.race([
      measureMemory.call(performance),
      new Promise((resolve) => setTimeout(resolve, memoryPatienceMs)),
    ]);
    const bytes: unknown =
      typeof measured === 'object' && measured !== null ? Reflect.get(measured, 'bytes') : undefined;
    return typeof bytes === 'number' ? bytes : undefined;
  } catch {
    // Where the page is not isolated it refuses.
    return undefined;
  }
}
