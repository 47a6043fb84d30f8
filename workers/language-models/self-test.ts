import { AppError } from '../../src/core/app-error';
import type { ChatMessage } from '../../src/core/prompt/answer-prompt';
import { watchSilence } from './silence';
import type { OpenModel } from './text-engine';

/** Every model has something to say to it: one that follows instructions, one that only tells stories, one that thinks. */
const prompt: readonly ChatMessage[] = [
  { role: 'user', content: 'Tell a short story about a cat and a dog.' },
];
const maxTokens = 24;
/** The likeliest words: the same on every device that computes rightly. */
const greedy = { temperature: 0, topP: 1 };
const defaultPatienceMs = 90_000;

export type Unsoundness = 'silent' | 'empty' | 'unreadable' | 'repeating' | 'mixed-scripts';

/**
 * Has the model write a few words and looks whether they are words: a driver that computes wrongly gives no error, it
 * gives garbage. Throws `model-unsound`, with what is wrong in the message, or the error that the model ended with.
 */
export async function testModel(
  model: OpenModel,
  { signal, patienceMs = defaultPatienceMs }: { signal: AbortSignal; patienceMs?: number },
): Promise<void> {
  const silence = new AbortController();
  const endWatch = watchSilence(patienceMs, () => silence.abort());
  let text = '';
  try {
    const either = AbortSignal.any([signal, silence.signal]);
    for await (const event of model.stream({ messages: prompt, maxTokens, ...greedy }, either)) {
      endWatch();
      if (event.kind === 'text') text += event.text;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (silence.signal.aborted) throw unsound('silent', text);
    throw error;
  } finally {
    endWatch();
  }
  const wrong = judgeText(text);
  if (wrong) throw unsound(wrong, text);
}

function unsound(reason: Unsoundness, text: string): AppError {
  return new AppError('model-unsound', `${reason}: ${JSON.stringify(text.slice(0, 80))}`);
}

/** What is wrong with a text that a model has written to a plain request; undefined where it may be language. */
export function judgeText(raw: string): Unsoundness | undefined {
  // Marks of thoughts and of turns are no words.
  const text = raw.replace(/<\/?[\w|]+>|\[\/?[A-Z_]+\]/g, ' ').trim();
  if (text === '') return raw.trim() === '' ? 'empty' : 'unreadable';
  const characters = Array.from(text);
  const unreadable = characters.filter((character) => /[\uFFFD\p{Cc}\p{Co}\p{Cn}]/u.test(character));
  const controls = unreadable.filter((character) => !/\s/.test(character));
  const letters = characters.filter((character) => /\p{L}/u.test(character));
  if (controls.length > characters.length / 8) return 'unreadable';
  // Of language more than half is letters; of signs repeated or strewn about, next to nothing.
  if (letters.length < characters.length / 4) return 'unreadable';
  if (isRepeating(text)) return 'repeating';
  return scriptsIn(text) > mostScripts ? 'mixed-scripts' : undefined;
}

/** A text this short repeats nothing. */
const leastRepetition = 12;
const repeatedShare = 0.7;

/** Whether most of a text is one piece over and over. */
function isRepeating(text: string): boolean {
  const characters = Array.from(text.replace(/\s+/g, ' '));
  if (characters.length < leastRepetition) return false;
  for (let period = 1; period <= characters.length / 4; period += 1) {
    let run = 0;
    for (let i = period; i < characters.length; i += 1) {
      run = characters[i] === characters[i - period] ? run + 1 : 0;
      if (run >= (characters.length - period) * repeatedShare && run >= period * 3) return true;
    }
  }
  return false;
}

/** Words drawn at random come from everywhere: a sound answer is written in one script, and names perhaps in a second. */
const mostScripts = 2;
const scripts: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  // Japanese is written in three of them, and with Chinese characters as well.
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Thai}/u,
  /\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Tamil}|\p{Script=Telugu}|\p{Script=Gujarati}/u,
  /\p{Script=Armenian}|\p{Script=Georgian}|\p{Script=Khmer}|\p{Script=Lao}|\p{Script=Myanmar}/u,
];

function scriptsIn(text: string): number {
  return scripts.filter((script) => script.test(text)).length;
}
