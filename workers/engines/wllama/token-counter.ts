import type { DeviceLoss } from '../../language-models/text-engine';
import type { GgufHeader } from './gguf-header';
import { NestedModel, type NestedPatience } from './nested-model';
import { tokenizerModel } from './tokenizer-model';

/** How llama.cpp refuses to embed what is longer than a batch, with the number of its tokens. */
export const refusal = /input \((\d+) tokens\) is too large/;

/**
 * Counts with the model's own tokenizer, in a worker of its own: what is longer than a batch, and a batch is two tokens
 * here, is refused unread, with the number of its tokens.
 */
export class TokenCounter {
  readonly #model: NestedModel;

  private constructor(model: NestedModel) {
    this.#model = model;
  }

  static async open(
    header: GgufHeader,
    signal: AbortSignal,
    patience?: NestedPatience,
  ): Promise<TokenCounter> {
    const tokenizer = new File([tokenizerModel(header)], 'tokenizer.gguf');
    const params = {
      embeddings: true,
      n_ctx: 64,
      n_batch: 2,
      n_ubatch: 2,
      n_parallel: 1,
      n_threads: 1,
      n_gpu_layers: 0,
      warmup: false,
      // Its own is rendered here, and never by the library.
      chat_template: 'chatml',
    };
    return new TokenCounter(await NestedModel.open([tokenizer], params, { signal }, patience));
  }

  /** With the beginning token, where the model has one. */
  count(text: string): Promise<number> {
    return this.#model.call(async () => {
      try {
        const { usage } = await this.#model.wllama.createEmbedding({ input: text });
        return usage.prompt_tokens;
      } catch (error) {
        const tokens = error instanceof Error ? refusal.exec(error.message)?.[1] : undefined;
        if (tokens === undefined) throw error;
        return Number(tokens);
      }
    });
  }

  get lost(): Promise<DeviceLoss> {
    return this.#model.lost.then((loss) => ({ ...loss, sparesGpu: true }));
  }

  close(): Promise<void> {
    return this.#model.close();
  }
}
