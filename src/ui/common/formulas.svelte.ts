import type { Formula } from '../../core/formula-spans';

/** MathML of a formula, or undefined where it cannot be drawn. */
export type Typeset = (formula: Formula) => string | undefined;

/** Turns formulas into MathML. What does it is fetched for the first answer that holds one. */
class Formulas {
  #typeset = $state.raw<Typeset | undefined>();
  #loading: Promise<void> | undefined;

  /** Undefined until it is there; reading it in an effect runs that again then. */
  get typeset(): Typeset | undefined {
    return this.#typeset;
  }

  load(): Promise<void> {
    this.#loading ??= import('./typeset').then(
      ({ typeset }) => {
        this.#typeset = typeset;
      },
      () => {
        this.#giveUp();
      },
    );
    return this.#loading;
  }

  /** Formulas stay as they are written until there is a network again. */
  #giveUp(): void {
    this.#typeset = () => undefined;
    window.addEventListener(
      'online',
      () => {
        this.#typeset = undefined;
        this.#loading = undefined;
      },
      { once: true },
    );
  }
}

export const formulas = new Formulas();
