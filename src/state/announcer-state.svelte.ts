/** What a screen reader is told, politely, one thing at a time. */
export class AnnouncerState {
  #text = $state.raw('');

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    // The same words again would not be read again: a space makes them new.
    this.#text = text === this.#text ? `${text}\u00A0` : text;
  }
}
