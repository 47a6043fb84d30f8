import { AnswerText, withoutHalfCharacter, type TextPart } from './answer-text';

/** An answer while it is written, with all that is needed to go on after the model was lost in the middle. */
export class ReplyInProgress {
  readonly #text = new AnswerText();
  #raw = '';
  #packedFor: number | undefined;

  /** As the model wrote it, thoughts and their marks included; never ends in half a character. */
  get raw(): string {
    return withoutHalfCharacter(this.#raw);
  }

  /** Whether its prompt was packed for a window of so many tokens. */
  isPackedFor(contextTokens: number): boolean {
    return this.#packedFor === contextTokens;
  }

  pack(contextTokens: number): void {
    this.#packedFor = contextTokens;
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
}
