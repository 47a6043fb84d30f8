/** A value that tells its observers when it is replaced. */
export class Emitter<T> {
  readonly #observers = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(value: T) {
    this.#value = value;
    for (const observer of this.#observers) observer(value);
  }

  /** Calls `onValue` at once and after each change, until the returned function is called. */
  readonly observe = (onValue: (value: T) => void): (() => void) => {
    this.#observers.add(onValue);
    onValue(this.#value);
    return () => {
      this.#observers.delete(onValue);
    };
  };
}
