import { replyMessage, type Dialogue } from '../../src/core/prompt/dialogue';
import type { PackedPrompt } from '../../src/core/prompt/pack-prompt';
import { AnswerText, withoutHalfCharacter, withoutThoughts, type TextPart } from './answer-text';

/** An answer while it is written, with all that is needed to go on after the model was lost in the middle. */
export class ReplyInProgress {
  readonly #text = new AnswerText();
  #raw = '';
  #packed: { readonly prompt: PackedPrompt; readonly contextTokens: number } | undefined;

  /** As the model wrote it, thoughts and their marks included; never ends in half a character. */
  get raw(): string {
    return withoutHalfCharacter(this.#raw);
  }

  get hasAnswer(): boolean {
    return this.#text.hasAnswer;
  }

  /** The prompt that it answers, if that fits into a window of so many tokens. */
  packedFor(contextTokens: number): PackedPrompt | undefined {
    return this.#packed && this.#packed.contextTokens <= contextTokens ? this.#packed.prompt : undefined;
  }

  pack(prompt: PackedPrompt, contextTokens: number): void {
    this.#packed = { prompt, contextTokens };
  }

  push(text: string): TextPart[] {
    this.#raw += text;
    return this.#text.push(text);
  }

  end(): TextPart[] {
    return this.#text.end();
  }

  /** Makes ready for a model that goes on after `raw`. */
  resume(): void {
    this.#raw = this.raw;
    this.#text.dropHalfCharacter();
  }

  /** Ends a thought that found no end by itself; false when there is none. */
  endThought(): boolean {
    const { closingMark } = this.#text;
    if (closingMark === undefined) return false;
    this.resume();
    this.push(`\n${closingMark}\n\n`);
    return true;
  }

  /** The dialogue with this question and what is written of its answer; undefined while there is nothing. */
  dialogue(answerId: string | undefined): Dialogue | undefined {
    const reply = withoutThoughts(this.#raw);
    const prompt = this.#packed?.prompt;
    const question = prompt?.messages.at(-1);
    if (!prompt || !question || !this.hasAnswer) return undefined;
    const turn = {
      ...(answerId === undefined ? {} : { answerId }),
      sources: prompt.newSources,
      messages: [question, replyMessage(reply)] as const,
    };
    return { ...prompt.dialogue, turns: [...prompt.dialogue.turns, turn] };
  }
}
