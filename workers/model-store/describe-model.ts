import type { StoredModel } from '../../src/core/models/stored-model';

/** The file that tells what a folder with a model's files is. */
export const descriptionName = 'inkstone-model.json';

/** The text of that file for an installed model. */
export function describeModel({ id, format, task, name, facts, files }: StoredModel): string {
  const description = {
    id,
    format,
    task,
    name,
    ...(facts ? { facts } : {}),
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}
