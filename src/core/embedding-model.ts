/** Identifies the vectors a model makes; stored with every block of vectors. */
export interface EmbeddingModel {
  readonly id: string;
  readonly dtype: string;
  readonly dimension: number;
  /** Put before a text of that role, as the model was trained. */
  readonly prefixes: { readonly query: string; readonly passage: string };
  /** Longest input in tokens; what is beyond is not seen by the model. */
  readonly maxTokens: number;
}

export type EmbeddingRole = 'query' | 'passage';

/** Vectors of different models, dtypes or dimensions never meet: this key keeps them apart. */
export function vectorSpaceKey(model: Pick<EmbeddingModel, 'id' | 'dtype' | 'dimension'>): string {
  return `${model.id}/${model.dtype}/${String(model.dimension)}`;
}
