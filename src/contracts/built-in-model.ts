import type { ChatMessage } from '../core/prompt/answer-prompt';
import type { Call, Stream } from '../rpc/protocol';

/** `downloadable`: the browser would bring its model first, which a person has to ask for. */
export type BuiltInAvailability = 'unavailable' | 'downloadable' | 'downloading' | 'available';

export interface BuiltInPrompt {
  readonly messages: readonly ChatMessage[];
  readonly replySoFar?: string;
}

export type BuiltInEvent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'end';
      readonly reason: 'complete' | 'length';
      readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
    };

/** The browser's own language model. Only windows have it, so that the page serves it to the worker. */
export type BuiltInModelContract = {
  availability: Call<void, BuiltInAvailability>;
  /**
   * Has the browser start its model, and bring it first where it is only `downloadable`: to be called on a person's
   * click. Progress is the fraction brought. Errors: `model-incompatible`, `model-download-failed`,
   * `model-load-failed`, `out-of-memory`.
   */
  open: Call<void, { contextTokens: number }, number>;
  countTokens: Call<BuiltInPrompt, number>;
  /** Errors: `context-overflow`, `device-lost` when the model has to be opened again, `internal`. */
  generate: Stream<BuiltInPrompt & { readonly maxTokens: number }, BuiltInEvent>;
  close: Call<void, void>;
};
