import { AppError } from '../src/core/app-error';

/** Shipped with the embedded model, which folds by the same table. */
const characterTableUrl = `${import.meta.env.BASE_URL}models/inkstone-embed-zh-en-256/t2s.json`;

/** Characters that the lexical lane takes as one: traditional to simplified. */
export async function fetchCharacterTable(): Promise<Record<string, string>> {
  const response = await fetch(characterTableUrl);
  if (!response.ok) throw new AppError('model-load-failed', 't2s.json of the search model is missing');
  return (await response.json()) as Record<string, string>;
}
