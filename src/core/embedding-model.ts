/** Identifies the vectors a model makes; stored with every block of vectors. */
export interface EmbeddingModel {
  readonly id: string;
  /** Of a model that is kept on this device: other bytes under the same id have another one. */
  readonly revision?: string;
  readonly dtype: string;
  readonly dimension: number;
  /** Put before a text of that role, as the model was trained. */
  readonly prefixes: { readonly query: string; readonly passage: string };
  /** Longest input in tokens; what is beyond is not seen by the model. */
  readonly maxTokens: number;
}

export type EmbeddingRole = 'query' | 'passage';

/** Vectors of different models, revisions, dtypes or dimensions never meet: this key keeps them apart. */
export function vectorSpaceKey({
  id,
  revision,
  dtype,
  dimension,
}: Pick<EmbeddingModel, 'id' | 'revision' | 'dtype' | 'dimension'>): string {
  const name = revision === undefined ? id : `${id}@${revision}`;
  return `${name}/${dtype}/${String(dimension)}`;
}
